# Signs one file with the certificate in the secrets, and checks the signature. Runs only where there is one.
param([Parameter(Mandatory = $true)][string]$File)
$ErrorActionPreference = "Stop"

$pfx = Join-Path $env:RUNNER_TEMP "certificate.pfx"
[IO.File]::WriteAllBytes($pfx, [Convert]::FromBase64String($env:CERTIFICATE))
try {
    $kits = Join-Path ${env:ProgramFiles(x86)} "Windows Kits\10\bin\*\x64\signtool.exe"
    $tool = Get-ChildItem $kits | Sort-Object FullName | Select-Object -Last 1
    if (-not $tool) { throw "signtool is not on this machine" }
    $stamp = "http://timestamp.digicert.com"
    & $tool.FullName sign /f $pfx /p $env:CERTIFICATE_PASSWORD /fd SHA256 /tr $stamp /td SHA256 $File
    if ($LASTEXITCODE -ne 0) { throw "signtool could not sign $File" }
    & $tool.FullName verify /pa $File
    if ($LASTEXITCODE -ne 0) { throw "the signature of $File does not hold" }
} finally {
    Remove-Item $pfx
}
