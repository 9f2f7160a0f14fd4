; The setup program: per user, without administrator rights, upgrading in place over a running guard.
;
;   makensis /DVERSION=0.1.0 /DTARGET=x86-unicode /DEXE=RiskGuard.exe /DICON=riskguard.ico /DSIDE=side.bmp
;       /DLICENCE=licence.txt /DOUT=setup.exe riskguard.nsi
;
; Silent: setup.exe /S [/LOGIN=1|0] [/D=C:\folder], uninstall.exe /S [/DELETEDATA=1]; exit codes in docs/administrators.md.

Target ${TARGET}
Unicode true
SetCompress off ; the program is compressed already: lzma would take over a minute and save next to nothing
RequestExecutionLevel user
ManifestDPIAware true
ManifestSupportedOS all

!include MUI2.nsh
!include LogicLib.nsh
!include FileFunc.nsh
!include WordFunc.nsh
!include nsDialogs.nsh
!include WinMessages.nsh

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\RiskGuard"
!define RUN "Software\Microsoft\Windows\CurrentVersion\Run"
!define DATA "$LOCALAPPDATA\RiskGuard"
!define CODE_BUSY 5
!define CODE_NEWER 6

Name "RiskGuard"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\RiskGuard"
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"
BrandingText "RiskGuard ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=0 "ProductName" "RiskGuard"
VIAddVersionKey /LANG=0 "FileDescription" "RiskGuard setup"
VIAddVersionKey /LANG=0 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "LegalCopyright" "The RiskGuard developers, MIT licence"

Var Before      ; the version there is already, or nothing
Var Login       ; what /LOGIN= said, or nothing
Var WasRunning
Var Delete      ; the user's data too
Var MayLeave    ; whether it has been asked already
Var KeepButton
Var DeleteButton
Var PasswordLabel
Var PasswordField

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${SIDE}"
!define MUI_ABORTWARNING
!define MUI_WELCOMEPAGE_TITLE "$(WELCOME)"
!define MUI_WELCOMEPAGE_TEXT "$(WELCOME_TEXT)"
!define MUI_FINISHPAGE_RUN "$INSTDIR\RiskGuard.exe"
!define MUI_FINISHPAGE_RUN_PARAMETERS "run"
!define MUI_FINISHPAGE_RUN_TEXT "$(START_NOW)"
!define MUI_PAGE_CUSTOMFUNCTION_SHOW ShowFinish

!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_LICENSE "${LICENCE}"
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
UninstPage custom un.AskPage un.AskPageLeave
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "German"
!include "words.nsh"

Function .onInit
  ReadRegStr $Before HKCU "${UNINSTALL}" "DisplayVersion"
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/LOGIN=" $Login
  ${If} $Before != ""
    ${VersionCompare} $Before "${VERSION}" $R1
    ${If} $R1 = 1
      MessageBox MB_OK|MB_ICONSTOP "$(NEWER)" /SD IDOK
      SetErrorLevel ${CODE_NEWER}
      Quit
    ${EndIf}
  ${EndIf}
  ; What it says about starting at sign-in stays as it is unless it is chosen anew.
  ReadRegStr $R2 HKCU "${RUN}" "RiskGuard"
  ${If} $Login == "1"
    !insertmacro SelectSection 1
  ${ElseIf} $Login == "0"
    !insertmacro UnselectSection 1
  ${ElseIf} $R2 == ""
    !insertmacro UnselectSection 1
  ${EndIf}
FunctionEnd

Function ShowFinish
  ${If} $WasRunning == 1
    SendMessage $mui.FinishPage.Run ${BM_SETCHECK} ${BST_UNCHECKED} 0
    ShowWindow $mui.FinishPage.Run ${SW_HIDE}
  ${EndIf}
FunctionEnd

; The new program is there whole before the old one is asked to end: nothing is guarded only for the time of a start.
Section "RiskGuard" MAIN
  SectionIn RO
  SetOutPath "$INSTDIR"
  SetOverwrite on
  File "/oname=RiskGuard.new.exe" "${EXE}"
  File "/oname=LICENCE.txt" "${LICENCE}"
  Call StopRunning
  Call PutInPlace
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\RiskGuard.lnk" "$INSTDIR\RiskGuard.exe" "run"
  Call WriteEntry
  ${If} $WasRunning == 1
    DetailPrint "$(STARTING)"
    nsExec::ExecToStack '"$INSTDIR\RiskGuard.exe" program start --again "$INSTDIR\again.json"'
    Pop $R0
    Pop $R1
  ${EndIf}
SectionEnd

Section "$(AT_LOGIN)" LOGIN
SectionEnd

; By the program itself, so that its settings show what was chosen here.
Section "-Login"
  ReadRegStr $R3 HKCU "${RUN}" "RiskGuard"
  StrCpy $R2 ""
  ${If} ${SectionIsSelected} ${LOGIN}
    ${If} $R3 == ""
      StrCpy $R2 "on"
    ${EndIf}
  ${ElseIf} $R3 != ""
    StrCpy $R2 "off"
  ${EndIf}
  ${If} $R2 != ""
    nsExec::ExecToStack '"$INSTDIR\RiskGuard.exe" program login $R2'
    Pop $R0
    Pop $R1
    ${If} $R0 != 0
      DetailPrint "$R1"
    ${EndIf}
  ${EndIf}
SectionEnd

!insertmacro MUI_FUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${MAIN} "$(ABOUT_MAIN)"
  !insertmacro MUI_DESCRIPTION_TEXT ${LOGIN} "$(ABOUT_LOGIN)"
!insertmacro MUI_FUNCTION_DESCRIPTION_END

Function StopRunning
  StrCpy $WasRunning 0
  Delete "$INSTDIR\again.json"
  ${IfNot} ${FileExists} "$INSTDIR\RiskGuard.exe"
    Return
  ${EndIf}
  DetailPrint "$(STOPPING)"
  stop:
  nsExec::ExecToStack '"$INSTDIR\RiskGuard.new.exe" program stop --again "$INSTDIR\again.json"'
  Pop $R0
  Pop $R1
  ${If} ${FileExists} "$INSTDIR\again.json"
    StrCpy $WasRunning 1
  ${EndIf}
  ${If} $R0 != 0
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(BUSY)$\n$\n$R1" /SD IDCANCEL IDRETRY stop
    ; What has ended already is started again by the program that stays.
    nsExec::ExecToStack '"$INSTDIR\RiskGuard.exe" program start --again "$INSTDIR\again.json"'
    Pop $R2
    Pop $R2
    SetErrorLevel ${CODE_BUSY}
    Delete "$INSTDIR\RiskGuard.new.exe"
    Abort "$R1"
  ${EndIf}
FunctionEnd

; A program that still unpacks, or serves a command, may be renamed but not deleted.
Function PutInPlace
  Delete "$INSTDIR\RiskGuard.old.exe"
  StrCpy $R3 0
  ${DoWhile} ${FileExists} "$INSTDIR\RiskGuard.exe"
    Delete "$INSTDIR\RiskGuard.exe"
    IntOp $R3 $R3 + 1
    ${If} $R3 > 25
      Rename "$INSTDIR\RiskGuard.exe" "$INSTDIR\RiskGuard.old.exe"
      Delete /REBOOTOK "$INSTDIR\RiskGuard.old.exe"
      ${Break}
    ${EndIf}
    ${If} ${FileExists} "$INSTDIR\RiskGuard.exe"
      Sleep 200
    ${EndIf}
  ${Loop}
  ; A virus scanner may hold the new one for a moment.
  StrCpy $R3 0
  ${Do}
    ClearErrors
    Rename "$INSTDIR\RiskGuard.new.exe" "$INSTDIR\RiskGuard.exe"
    ${IfNot} ${Errors}
      Return
    ${EndIf}
    IntOp $R3 $R3 + 1
    Sleep 200
  ${LoopUntil} $R3 > 50
  CopyFiles /SILENT "$INSTDIR\RiskGuard.new.exe" "$INSTDIR\RiskGuard.exe"
  Delete /REBOOTOK "$INSTDIR\RiskGuard.new.exe"
  ${IfNot} ${FileExists} "$INSTDIR\RiskGuard.exe"
    SetErrorLevel ${CODE_BUSY}
    Abort "$(BUSY)"
  ${EndIf}
FunctionEnd

Function WriteEntry
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "RiskGuard"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\RiskGuard.exe"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "The RiskGuard developers"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $R0 $R1 $R2
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" "$R0"
FunctionEnd

Function un.onInit
  StrCpy $MayLeave 0
  StrCpy $Delete 0
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/DELETEDATA=" $R1
  ${If} $R1 == "1"
    StrCpy $Delete 1
  ${EndIf}
FunctionEnd

Function un.AskPage
  !insertmacro MUI_HEADER_TEXT "$(REMOVE)" "$(REMOVE_TEXT)"
  nsDialogs::Create 1018
  Pop $R0
  ${NSD_CreateRadioButton} 0 0 100% 14u "$(KEEP)"
  Pop $KeepButton
  ${NSD_CreateRadioButton} 0 18u 100% 14u "$(DELETE)"
  Pop $DeleteButton
  ${NSD_CreateLabel} 12u 34u 95% 24u "$(DELETE_TEXT)"
  Pop $R0
  ${NSD_CreateLabel} 0 68u 100% 12u "$(PASSWORD)"
  Pop $PasswordLabel
  ${NSD_CreatePassword} 0 82u 60% 13u ""
  Pop $PasswordField
  ShowWindow $PasswordLabel ${SW_HIDE}
  ShowWindow $PasswordField ${SW_HIDE}
  ${NSD_Check} $KeepButton
  nsDialogs::Show
FunctionEnd

Function un.AskPageLeave
  ${NSD_GetState} $DeleteButton $R0
  ${If} $R0 == ${BST_CHECKED}
    StrCpy $Delete 1
  ${Else}
    StrCpy $Delete 0
  ${EndIf}
  ${NSD_GetText} $PasswordField $R0
  ${If} $R0 != ""
    System::Call 'kernel32::SetEnvironmentVariable(t "RISKGUARD_ADMIN_PASSWORD", t R0)'
  ${EndIf}
  Call un.Leave
  ${If} $R0 = 3
    MessageBox MB_OK|MB_ICONINFORMATION "$(NEEDS_PASSWORD)"
    ShowWindow $PasswordLabel ${SW_SHOW}
    ShowWindow $PasswordField ${SW_SHOW}
    ${NSD_SetFocus} $PasswordField
    Abort
  ${ElseIf} $R0 != 0
    MessageBox MB_OK|MB_ICONSTOP "$(STAYS)$\n$\n$R1"
    Quit
  ${EndIf}
FunctionEnd

; Whether it may go is the program's to say; it ends with that. $R0 is its exit code, $R1 its words.
Function un.Leave
  StrCpy $R2 ""
  ${If} $Delete == 1
    StrCpy $R2 " --forget"
  ${EndIf}
  ${If} ${FileExists} "$INSTDIR\RiskGuard.exe"
    nsExec::ExecToStack '"$INSTDIR\RiskGuard.exe" program leave$R2'
    Pop $R0
    Pop $R1
    ${If} $R0 == "error"
      StrCpy $R0 1
    ${EndIf}
  ${Else}
    StrCpy $R0 0
  ${EndIf}
  ${If} $R0 == 0
    StrCpy $MayLeave 1
  ${EndIf}
FunctionEnd

Section "Uninstall"
  ${If} $MayLeave != 1
    Call un.Leave
    ${If} $R0 != 0
      SetErrorLevel $R0
      Abort "$R1"
    ${EndIf}
  ${EndIf}
  StrCpy $R3 0
  ${DoWhile} ${FileExists} "$INSTDIR\RiskGuard.exe"
    Delete "$INSTDIR\RiskGuard.exe"
    IntOp $R3 $R3 + 1
    ${If} $R3 > 25
      Delete /REBOOTOK "$INSTDIR\RiskGuard.exe"
      ${Break}
    ${EndIf}
    ${If} ${FileExists} "$INSTDIR\RiskGuard.exe"
      Sleep 200
    ${EndIf}
  ${Loop}
  Delete "$INSTDIR\RiskGuard.old.exe"
  Delete "$INSTDIR\RiskGuard.new.exe"
  Delete "$INSTDIR\again.json"
  Delete "$INSTDIR\LICENCE.txt"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\RiskGuard.lnk"
  DeleteRegValue HKCU "${RUN}" "RiskGuard"
  DeleteRegKey HKCU "${UNINSTALL}"
  ${If} $Delete == 1
    RMDir /r "${DATA}"
  ${EndIf}
SectionEnd
