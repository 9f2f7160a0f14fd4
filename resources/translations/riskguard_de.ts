<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name>AccountSwitch</name>
    <message>
        <source>Accounts</source>
        <translation>Konten</translation>
    </message>
</context>
<context>
    <name>AccountsPage</name>
    <message>
        <source>Which accounts are guarded?</source>
        <translation>Welche Konten werden geschützt?</translation>
    </message>
    <message>
        <source>Limits hold for each of them by itself. Accounts opened later can be added in the settings.</source>
        <translation>Limits gelten für jedes einzeln. Später eröffnete Konten können in den Einstellungen hinzukommen.</translation>
    </message>
    <message>
        <source>All of them, and those opened later</source>
        <translation>Alle, auch später eröffnete</translation>
    </message>
    <message>
        <source>Choose at least one account.</source>
        <translation>Wählen Sie mindestens ein Konto.</translation>
    </message>
</context>
<context>
    <name>AccountsSection</name>
    <message>
        <source>Connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>Credentials lie in the system’s keyring, never in a file. Other ones are used from the next start on.</source>
        <translation>Zugangsdaten liegen im Schlüsselbund des Systems, nie in einer Datei. Andere gelten ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>Keep in the keyring</source>
        <translation>Im Schlüsselbund ablegen</translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation>Konten</translation>
    </message>
    <message>
        <source>Kept. They are used from the next start on.</source>
        <translation>Abgelegt. Sie gelten ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>Practice</source>
        <translation>Übung</translation>
    </message>
    <message>
        <source>This is play money on your own machine. Going live asks for your credentials, accounts and limits.</source>
        <translation>Das ist Spielgeld auf Ihrem eigenen Rechner. Wer live geht, wird nach Zugangsdaten, Konten und Limits gefragt.</translation>
    </message>
    <message>
        <source>Go live…</source>
        <translation>Live gehen…</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>Back in practice your live account is no longer guarded. Not possible under a lockout.</source>
        <translation>Zurück in der Übung wird Ihr Live-Konto nicht mehr bewacht. Unter einer Sperre ist das nicht möglich.</translation>
    </message>
    <message>
        <source>Back to practice…</source>
        <translation>Zurück zur Übung…</translation>
    </message>
    <message>
        <source>Signing in…</source>
        <translation>Meldet sich an…</translation>
    </message>
    <message>
        <source>Signed in, but there is no account.</source>
        <translation>Angemeldet, aber es gibt kein Konto.</translation>
    </message>
    <message>
        <source>Signed in. Accounts: {}.</source>
        <translation>Angemeldet. Konten: {}.</translation>
    </message>
</context>
<context>
    <name>AppearanceSection</name>
    <message>
        <source>Appearance</source>
        <translation>Darstellung</translation>
    </message>
    <message>
        <source>While you are locked out</source>
        <translation>Solange Sie gesperrt sind</translation>
    </message>
</context>
<context>
    <name>BackupSection</name>
    <message>
        <source>Written to {}.</source>
        <translation>Nach {} geschrieben.</translation>
    </message>
    <message>
        <source>Settings file</source>
        <translation>Einstellungsdatei</translation>
    </message>
    <message>
        <source>Export writes a copy without any secret. Import asks for all of a file: what is looser waits.</source>
        <translation>Export schreibt eine Kopie ohne jedes Geheimnis. Import verlangt alles aus einer Datei: Was lockerer ist, wartet.</translation>
    </message>
    <message>
        <source>Backups of the journal</source>
        <translation>Sicherungen des Journals</translation>
    </message>
    <message>
        <source>Made by themselves every day and checked by opening them. To put one back quit RiskGuard and run “riskguard backup restore NAME”. Lockouts in force stay in force.</source>
        <translation>Entstehen jeden Tag von selbst und werden durch Öffnen geprüft. Um eine zurückzuholen, beenden Sie RiskGuard und starten „riskguard backup restore NAME“. Geltende Sperren bleiben in Kraft.</translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation>Jetzt sichern</translation>
    </message>
    <message>
        <source>Backing up…</source>
        <translation>Sichert…</translation>
    </message>
    <message>
        <source>Export settings</source>
        <translation>Einstellungen exportieren</translation>
    </message>
    <message>
        <source>Import settings</source>
        <translation>Einstellungen importieren</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importieren…</translation>
    </message>
    <message>
        <source>{} is made and checked.</source>
        <translation>{} ist erstellt und geprüft.</translation>
    </message>
    <message>
        <source>There is no backup yet.</source>
        <translation>Es gibt noch keine Sicherung.</translation>
    </message>
</context>
<context>
    <name>ChannelForm</name>
    <message>
        <source>Service</source>
        <translation>Dienst</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>Verschlüsselung</translation>
    </message>
    <message>
        <source>Hears of</source>
        <translation>Hört von</translation>
    </message>
    <message>
        <source>Webhook address</source>
        <translation>Webhook-Adresse</translation>
    </message>
    <message>
        <source>Bot token</source>
        <translation>Bot-Token</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>Chat</translation>
    </message>
    <message>
        <source>Mail server</source>
        <translation>Mailserver</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>User name</source>
        <translation>Benutzername</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>To</source>
        <translation>An</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>In Discord: channel settings, Integrations, Webhooks, Copy webhook URL.</source>
        <translation>In Discord: Kanaleinstellungen, Integrationen, Webhooks, Webhook-URL kopieren.</translation>
    </message>
    <message>
        <source>From @BotFather. Send your bot a message first, or it may not write to you.</source>
        <translation>Von @BotFather. Zuerst selbst dem Bot schreiben, sonst darf er nicht antworten.</translation>
    </message>
    <message>
        <source>The number of the chat, or @name of a channel; @userinfobot tells you your number.</source>
        <translation>Die Nummer des Chats oder @name eines Kanals; @userinfobot nennt die eigene Nummer.</translation>
    </message>
    <message>
        <source>Many providers want a password made for one program here.</source>
        <translation>Viele Anbieter verlangen hier ein eigenes Passwort für ein Programm.</translation>
    </message>
    <message>
        <source>As apprise writes it, e.g. ntfy://topic or pover://user@token.</source>
        <translation>Wie apprise sie schreibt, z. B. ntfy://topic oder pover://user@token.</translation>
    </message>
    <message>
        <source>Up to 32 letters, digits, - and _.</source>
        <translation>Bis zu 32 Buchstaben, Ziffern, - und _.</translation>
    </message>
    <message>
        <source>Send a test</source>
        <translation>Test senden</translation>
    </message>
    <message>
        <source>Add the channel</source>
        <translation>Kanal hinzufügen</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
</context>
<context>
    <name>ChannelRows</name>
    <message>
        <source>Send a test</source>
        <translation>Test senden</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Hears of</source>
        <translation>Hört von</translation>
    </message>
    <message>
        <source>Only on this screen so far.</source>
        <translation>Bisher nur auf diesem Bildschirm.</translation>
    </message>
</context>
<context>
    <name>ConfirmSave</name>
    <message>
        <source>The limits would be in force at once, and these accounts are over them as they stand.</source>
        <translation>Die Limits würden sofort gelten, und diese Konten liegen jetzt schon darüber.</translation>
    </message>
    <message>
        <source>The admin password is asked for. It still takes effect only when it says.</source>
        <translation>Das Admin-Passwort wird verlangt. Es gilt trotzdem erst zur genannten Zeit.</translation>
    </message>
    <message>
        <source>Admin password</source>
        <translation>Admin-Passwort</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Save and do it</source>
        <translation>Speichern und ausführen</translation>
    </message>
    <message>
        <source>Saving this acts now</source>
        <translation>Dieses Speichern greift sofort ein</translation>
    </message>
    <message>
        <source>This loosens a limit</source>
        <translation>Das lockert ein Limit</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
</context>
<context>
    <name>ConnectPage</name>
    <message>
        <source>Connect to your account</source>
        <translation>Mit Ihrem Konto verbinden</translation>
    </message>
    <message>
        <source>RiskGuard signs in to read your account. Nothing is bought, sold or cancelled here.</source>
        <translation>RiskGuard meldet sich an, um Ihr Konto zu lesen. Nichts wird hier gekauft, verkauft oder storniert.</translation>
    </message>
</context>
<context>
    <name>Cover</name>
    <message>
        <source>RiskGuard lockout</source>
        <translation>RiskGuard-Sperre</translation>
    </message>
</context>
<context>
    <name>CredentialsForm</name>
    <message>
        <source>User name</source>
        <translation>Benutzername</translation>
    </message>
    <message>
        <source>API key</source>
        <translation>API-Schlüssel</translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation>Gateway</translation>
    </message>
    <message>
        <source>Test the connection</source>
        <translation>Verbindung testen</translation>
    </message>
    <message>
        <source>As you sign in to the trading platform with it.</source>
        <translation>Womit Sie sich an der Handelsplattform anmelden.</translation>
    </message>
    <message>
        <source>From the platform’s settings, under API. It goes to the system’s keyring only.</source>
        <translation>Aus den Einstellungen der Plattform, unter API. Er kommt nur in den Schlüsselbund des Systems.</translation>
    </message>
    <message>
        <source>API address</source>
        <translation>API-Adresse</translation>
    </message>
    <message>
        <source>User hub address</source>
        <translation>Adresse des User-Hubs</translation>
    </message>
    <message>
        <source>Market hub address</source>
        <translation>Adresse des Market-Hubs</translation>
    </message>
    <message>
        <source>Enter your user name.</source>
        <translation>Geben Sie Ihren Benutzernamen ein.</translation>
    </message>
    <message>
        <source>Enter your API key.</source>
        <translation>Geben Sie Ihren API-Schlüssel ein.</translation>
    </message>
    <message>
        <source>Another gateway</source>
        <translation>Anderes Gateway</translation>
    </message>
</context>
<context>
    <name>Dashboard</name>
    <message>
        <source>Dashboard</source>
        <translation>Übersicht</translation>
    </message>
</context>
<context>
    <name>FirstStart</name>
    <message>
        <source>Set up</source>
        <translation>Einrichten</translation>
    </message>
    <message>
        <source>Signing in…</source>
        <translation>Meldet sich an…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Arm RiskGuard</source>
        <translation>RiskGuard scharf schalten</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Signed in. {} accounts found.</source>
        <translation>Angemeldet. {} Konten gefunden.</translation>
    </message>
    <message>
        <source>Nothing was saved.</source>
        <translation>Nichts wurde gespeichert.</translation>
    </message>
</context>
<context>
    <name>FlattenConfirm</name>
    <message>
        <source>Flatten everything</source>
        <translation>Alles glattstellen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Flatten now?</source>
        <translation>Jetzt glattstellen?</translation>
    </message>
    <message>
        <source>Flatten everything now?</source>
        <translation>Jetzt alles glattstellen?</translation>
    </message>
    <message>
        <source>Flatten</source>
        <translation>Glattstellen</translation>
    </message>
</context>
<context>
    <name>Foot</name>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Save changes</source>
        <translation>Änderungen speichern</translation>
    </message>
</context>
<context>
    <name>Gate</name>
    <message>
        <source>Admin password</source>
        <translation>Admin-Passwort</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>Einen Moment…</translation>
    </message>
</context>
<context>
    <name>LastPage</name>
    <message>
        <source>Asked for before a limit is loosened or RiskGuard is quit. It never ends a full lockout. Best typed by somebody else.</source>
        <translation>Wird verlangt, bevor ein Limit gelockert oder RiskGuard beendet wird. Es beendet nie eine volle Sperre. Am besten tippt es jemand anderes.</translation>
    </message>
    <message>
        <source>Password and start</source>
        <translation>Passwort und Start</translation>
    </message>
    <message>
        <source>Look at what your limits do now. Then arm: from there on they act by themselves.</source>
        <translation>Sehen Sie, was Ihre Limits jetzt tun. Dann schalten Sie scharf: Von da an handeln sie selbst.</translation>
    </message>
    <message>
        <source>Start RiskGuard when I log in</source>
        <translation>RiskGuard bei der Anmeldung starten</translation>
    </message>
    <message>
        <source>Reading your positions, orders and trades…</source>
        <translation>Liest Ihre Positionen, Orders und Trades…</translation>
    </message>
    <message>
        <source>The accounts could not be read in time, so what arming does cannot be listed. Limits that are reached already act as soon as they are read.</source>
        <translation>Die Konten konnten nicht rechtzeitig gelesen werden, daher lässt sich nicht aufzählen, was das Scharfschalten tut. Limits, die schon erreicht sind, handeln, sobald sie gelesen sind.</translation>
    </message>
    <message>
        <source>The two passwords are not the same.</source>
        <translation>Die beiden Passwörter sind nicht gleich.</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>What arming does now</source>
        <translation>Was das Scharfschalten jetzt tut</translation>
    </message>
    <message>
        <source>Admin password, if you want one</source>
        <translation>Admin-Passwort, wenn Sie eines möchten</translation>
    </message>
</context>
<context>
    <name>LimitsCard</name>
    <message>
        <source>Limits, nearest first</source>
        <translation>Limits, nächste zuerst</translation>
    </message>
</context>
<context>
    <name>LimitsPage</name>
    <message>
        <source>Where should it stop you?</source>
        <translation>Wo soll es Sie stoppen?</translation>
    </message>
    <message>
        <source>Start from your firm’s limits, then set yours inside them.</source>
        <translation>Beginnen Sie mit den Limits Ihrer Firma und setzen Sie Ihre innerhalb davon.</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Konto</translation>
    </message>
    <message>
        <source>My own limits</source>
        <translation>Meine eigenen Limits</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>Limit</translation>
    </message>
    <message>
        <source>Your firm</source>
        <translation>Ihre Firma</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Sie</translation>
    </message>
    <message>
        <source>fill in</source>
        <translation>ausfüllen</translation>
    </message>
</context>
<context>
    <name>ModePage</name>
    <message>
        <source>An account with play money on this machine. Try to break your own limits; nothing is needed.</source>
        <translation>Ein Konto mit Spielgeld auf diesem Rechner. Versuchen Sie, Ihre eigenen Limits zu brechen; nichts ist nötig.</translation>
    </message>
    <message>
        <source>Your account on TopstepX or another ProjectX gateway. You need your user name and an API key.</source>
        <translation>Ihr Konto bei TopstepX oder einem anderen ProjectX-Gateway. Sie brauchen Ihren Benutzernamen und einen API-Schlüssel.</translation>
    </message>
    <message>
        <source>How do you want to begin?</source>
        <translation>Wie möchten Sie beginnen?</translation>
    </message>
    <message>
        <source>RiskGuard watches your account and stops you at limits you set now, while you are calm.</source>
        <translation>RiskGuard überwacht Ihr Konto und stoppt Sie an Limits, die Sie jetzt setzen, solange Sie ruhig sind.</translation>
    </message>
    <message>
        <source>Practice</source>
        <translation>Übung</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
</context>
<context>
    <name>Modes</name>
    <message>
        <source>RiskGuard is not ready yet.</source>
        <translation>RiskGuard ist noch nicht so weit.</translation>
    </message>
    <message>
        <source>A lockout is in force. Practice waits until it has ended.</source>
        <translation>Eine Sperre gilt. Die Übung wartet, bis sie zu Ende ist.</translation>
    </message>
</context>
<context>
    <name>Navigation</name>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
</context>
<context>
    <name>NoteChip</name>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
</context>
<context>
    <name>NoticesCard</name>
    <message>
        <source>See why</source>
        <translation>Grund zeigen</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>Zuletzt</translation>
    </message>
</context>
<context>
    <name>NotificationsSection</name>
    <message>
        <source>Removed, and its address with it.</source>
        <translation>Entfernt, und die Adresse mit ihm.</translation>
    </message>
    <message>
        <source>On this screen</source>
        <translation>Auf diesem Bildschirm</translation>
    </message>
    <message>
        <source>Native notifications, merged when several come within two seconds.</source>
        <translation>Meldungen des Systems, zusammengefasst, wenn mehrere binnen zwei Sekunden kommen.</translation>
    </message>
    <message>
        <source>Show a test notification</source>
        <translation>Testmeldung zeigen</translation>
    </message>
    <message>
        <source>Elsewhere</source>
        <translation>Anderswo</translation>
    </message>
    <message>
        <source>The same words to Discord, Telegram, by e-mail or to any service that apprise knows. Addresses lie in the system’s keyring, never in a file. Everything here holds at once.</source>
        <translation>Dieselben Worte an Discord, Telegram, per E-Mail oder an jeden Dienst, den apprise kennt. Adressen liegen im Schlüsselbund des Systems, nie in einer Datei. Alles hier gilt sofort.</translation>
    </message>
    <message>
        <source>Add a channel</source>
        <translation>Kanal hinzufügen</translation>
    </message>
    <message>
        <source>Sending…</source>
        <translation>Wird gesendet …</translation>
    </message>
    <message>
        <source>Added. It hears of everything from now on that it wants.</source>
        <translation>Hinzugefügt. Er hört ab jetzt von allem, was er will.</translation>
    </message>
    <message>
        <source>That holds from now on.</source>
        <translation>Das gilt ab jetzt.</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Speichert…</translation>
    </message>
    <message>
        <source>Sent. Look whether it has arrived.</source>
        <translation>Gesendet. Bitte nachsehen, ob es angekommen ist.</translation>
    </message>
    <message>
        <source>Not sent: {}</source>
        <translation>Nicht gesendet: {}</translation>
    </message>
</context>
<context>
    <name>NowPage</name>
    <message>
        <source>Flatten this account or everything…</source>
        <translation>Dieses Konto oder alles glattstellen…</translation>
    </message>
    <message>
        <source>Flatten everything now…</source>
        <translation>Jetzt alles glattstellen…</translation>
    </message>
    <message>
        <source>Lock me out</source>
        <translation>Mich sperren</translation>
    </message>
    <message>
        <source>Flatten…</source>
        <translation>Glattstellen…</translation>
    </message>
    <message>
        <source>Lock longer</source>
        <translation>Länger sperren</translation>
    </message>
</context>
<context>
    <name>PendingPage</name>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>Zurückziehen</translation>
    </message>
    <message>
        <source>A looser limit waits, so that it is not changed in the heat of the moment. Until then the limit in force stays.</source>
        <translation>Ein lockereres Limit wartet, damit es nicht in der Hitze des Gefechts geändert wird. Bis dahin bleibt das geltende.</translation>
    </message>
    <message>
        <source>Pending changes</source>
        <translation>Wartende Änderungen</translation>
    </message>
    <message>
        <source>Nothing is pending.</source>
        <translation>Nichts wartet.</translation>
    </message>
    <message>
        <source>to</source>
        <translation>auf</translation>
    </message>
</context>
<context>
    <name>PracticeGate</name>
    <message>
        <source>Practice mode</source>
        <translation>Übungsmodus</translation>
    </message>
    <message>
        <source>Leave live for practice?</source>
        <translation>Von live zur Übung wechseln?</translation>
    </message>
    <message>
        <source>Keep guarding</source>
        <translation>Weiter schützen</translation>
    </message>
    <message>
        <source>Practise</source>
        <translation>Üben</translation>
    </message>
    <message>
        <source>A lockout is in force on your live account. Practice waits until it has ended.</source>
        <translation>Auf Ihrem Live-Konto gilt eine Sperre. Die Übung wartet, bis sie zu Ende ist.</translation>
    </message>
    <message>
        <source>Your live account is not guarded from then on, not even after the computer starts again. That is noted, and told when you go live. To try limits while live is guarded, use Practice mode in the tray.</source>
        <translation>Ihr Live-Konto wird von da an nicht bewacht, auch nicht nach einem Neustart des Rechners. Das wird festgehalten und gesagt, wenn Sie live gehen. Um Limits zu erproben, während live bewacht wird, gibt es den Übungsmodus im Infobereich.</translation>
    </message>
</context>
<context>
    <name>PresetPage</name>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Fill the rules with it</source>
        <translation>Regeln damit ausfüllen</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
</context>
<context>
    <name>QuitGate</name>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Quit RiskGuard?</source>
        <translation>RiskGuard beenden?</translation>
    </message>
    <message>
        <source>Nothing is guarded while it is off. Lockouts go on and hold at the next start.</source>
        <translation>Solange es aus ist, wird nichts geschützt. Sperren laufen weiter und gelten beim nächsten Start.</translation>
    </message>
    <message>
        <source>Keep guarding</source>
        <translation>Weiter schützen</translation>
    </message>
</context>
<context>
    <name>Rows</name>
    <message>
        <source>Add a row</source>
        <translation>Zeile hinzufügen</translation>
    </message>
    <message>
        <source>Remove this row</source>
        <translation>Diese Zeile entfernen</translation>
    </message>
</context>
<context>
    <name>RuleForm</name>
    <message>
        <source>On</source>
        <translation>An</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>on</source>
        <translation>an</translation>
    </message>
    <message>
        <source>Example.</source>
        <translation>Beispiel.</translation>
    </message>
</context>
<context>
    <name>RulesPage</name>
    <message>
        <source>Use a preset…</source>
        <translation>Vorlage…</translation>
    </message>
</context>
<context>
    <name>Saving</name>
    <message>
        <source>Looking what that would do…</source>
        <translation>Prüft, was das bewirken würde…</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Speichert…</translation>
    </message>
</context>
<context>
    <name>ScheduleSection</name>
    <message>
        <source>Trading day</source>
        <translation>Handelstag</translation>
    </message>
    <message>
        <source>Daily limits and lockouts begin anew at the reset. Moving it is always a loosening and waits.</source>
        <translation>Tageslimits und Sperren beginnen mit dem Reset neu. Ihn zu verschieben ist immer eine Lockerung und wartet.</translation>
    </message>
</context>
<context>
    <name>SecuritySection</name>
    <message>
        <source>Loosening a limit</source>
        <translation>Ein Limit lockern</translation>
    </message>
    <message>
        <source>Admin password</source>
        <translation>Admin-Passwort</translation>
    </message>
    <message>
        <source>Asked for before a limit is loosened and before RiskGuard is quit while armed or locked. It never ends a full lockout. Wrong tries are slowed down, over restarts too.</source>
        <translation>Wird verlangt, bevor ein Limit gelockert oder RiskGuard beendet wird, solange es scharf oder gesperrt ist. Es beendet nie eine volle Sperre. Falsche Versuche werden gebremst, auch über Neustarts.</translation>
    </message>
    <message>
        <source>Present password</source>
        <translation>Jetziges Passwort</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>Neues Passwort</translation>
    </message>
    <message>
        <source>New password again</source>
        <translation>Neues Passwort noch einmal</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Start at login</source>
        <translation>Start bei der Anmeldung</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>Einen Moment…</translation>
    </message>
    <message>
        <source>Set the password</source>
        <translation>Passwort setzen</translation>
    </message>
    <message>
        <source>Remove it</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Change the password</source>
        <translation>Passwort ändern</translation>
    </message>
    <message>
        <source>The two new passwords are not the same.</source>
        <translation>Die beiden neuen Passwörter sind nicht gleich.</translation>
    </message>
    <message>
        <source>Enter a password first.</source>
        <translation>Geben Sie zuerst ein Passwort ein.</translation>
    </message>
    <message>
        <source>The password is set.</source>
        <translation>Das Passwort ist gesetzt.</translation>
    </message>
    <message>
        <source>There is no password any more.</source>
        <translation>Es gibt kein Passwort mehr.</translation>
    </message>
    <message>
        <source>Start RiskGuard when I log in</source>
        <translation>RiskGuard bei der Anmeldung starten</translation>
    </message>
</context>
<context>
    <name>SettingsOffice</name>
    <message>
        <source>RiskGuard</source>
        <translation>RiskGuard</translation>
    </message>
    <message>
        <source>Notifications are shown here.</source>
        <translation>Benachrichtigungen erscheinen hier.</translation>
    </message>
</context>
<context>
    <name>SettingsPanel</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Search all settings</source>
        <translation>Alle Einstellungen durchsuchen</translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation>Konten</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Regeln</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>Zeiten</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>Meldungen</translation>
    </message>
    <message>
        <source>Security</source>
        <translation>Sicherheit</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Darstellung</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>Sicherung</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Gespeichert.</translation>
    </message>
    <message>
        <source>Filled {} rules. Nothing is saved yet.</source>
        <translation>{} Regeln ausgefüllt. Noch ist nichts gespeichert.</translation>
    </message>
    <message>
        <source>The limits in force stay as they are.</source>
        <translation>Die geltenden Limits bleiben, wie sie sind.</translation>
    </message>
</context>
<context>
    <name>Stepper</name>
    <message>
        <source>one less</source>
        <translation>einer weniger</translation>
    </message>
    <message>
        <source>one more</source>
        <translation>einer mehr</translation>
    </message>
</context>
<context>
    <name>Strip</name>
    <message>
        <source>RiskGuard strip</source>
        <translation>RiskGuard-Streifen</translation>
    </message>
</context>
<context>
    <name>TradingSections</name>
    <message>
        <source>Lockouts</source>
        <translation>Sperren</translation>
    </message>
    <message>
        <source>Positions</source>
        <translation>Positionen</translation>
    </message>
    <message>
        <source>Working orders</source>
        <translation>Offene Orders</translation>
    </message>
</context>
<context>
    <name>TrayMenu</name>
    <message>
        <source>Dashboard</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>Flatten everything now…</source>
        <translation>Jetzt alles glattstellen…</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>Einstellungen…</translation>
    </message>
    <message>
        <source>Activity log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Practice mode</source>
        <translation>Übungsmodus</translation>
    </message>
    <message>
        <source>Go live…</source>
        <translation>Live gehen…</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
</context>
<context>
    <name>engine</name>
    <message>
        <source>and</source>
        <translation>und</translation>
    </message>
    <message>
        <source>Protection reduced</source>
        <translation>Schutz eingeschränkt</translation>
    </message>
    <message>
        <source>Protection still reduced</source>
        <translation>Schutz weiterhin eingeschränkt</translation>
    </message>
    <message>
        <source>Protection restored</source>
        <translation>Schutz wiederhergestellt</translation>
    </message>
    <message>
        <source>Not set up yet</source>
        <translation>Noch nicht eingerichtet</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>Verbindet</translation>
    </message>
    <message>
        <source>Signing in to the gateway</source>
        <translation>Meldet sich am Gateway an</translation>
    </message>
    <message>
        <source>Not armed yet: waiting for the gateway's first complete answer</source>
        <translation>Noch nicht scharf: wartet auf die erste vollständige Antwort des Gateways</translation>
    </message>
    <message>
        <source>No rule is on</source>
        <translation>Keine Regel ist an</translation>
    </message>
    <message>
        <source>Add one to riskguard.toml</source>
        <translation>Fügen Sie riskguard.toml eine hinzu</translation>
    </message>
    <message>
        <source>Rules only tell what they would have done</source>
        <translation>Regeln melden nur, was sie getan hätten</translation>
    </message>
    <message>
        <source>Watching, not acting</source>
        <translation>Beobachtet, greift nicht ein</translation>
    </message>
    <message>
        <source>No new entries until {time}</source>
        <translation>Keine neuen Einstiege bis {time}</translation>
    </message>
    <message>
        <source>No new entries</source>
        <translation>Keine neuen Einstiege</translation>
    </message>
    <message>
        <source>Exits and stops work as always</source>
        <translation>Ausstiege und Stops gehen wie immer</translation>
    </message>
    <message>
        <source>Locked: {roots}</source>
        <translation>Gesperrt: {roots}</translation>
    </message>
    <message>
        <source>Everything else can be traded</source>
        <translation>Alles andere kann gehandelt werden</translation>
    </message>
    <message>
        <source>Armed</source>
        <translation>Scharf</translation>
    </message>
    <message>
        <source>Watching</source>
        <translation>Überwacht</translation>
    </message>
    <message>
        <source>{title} at {n}%</source>
        <translation>{title} bei {n} %</translation>
    </message>
    <message>
        <source>{title} at the limit</source>
        <translation>{title} am Limit</translation>
    </message>
    <message>
        <source>{title} at {n}%, {text}</source>
        <translation>{title} bei {n} %, {text}</translation>
    </message>
    <message>
        <source>Locked until {time}</source>
        <translation>Gesperrt bis {time}</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>Gesperrt</translation>
    </message>
    <message>
        <source>Flat, confirmed</source>
        <translation>Flat, bestätigt</translation>
    </message>
    <message>
        <source>{text}, last known</source>
        <translation>{text}, letzter Stand</translation>
    </message>
    <message>
        <source>{root} is locked until {time}</source>
        <translation>{root} ist gesperrt bis {time}</translation>
    </message>
    <message>
        <source>{root} is locked</source>
        <translation>{root} ist gesperrt</translation>
    </message>
    <message>
        <source>resets {time}</source>
        <translation>Reset {time}</translation>
    </message>
    <message>
        <source>until {time}</source>
        <translation>bis {time}</translation>
    </message>
    <message>
        <source>opens {time}</source>
        <translation>öffnet {time}</translation>
    </message>
    <message>
        <source>Not flat yet</source>
        <translation>Noch nicht flat</translation>
    </message>
    <message>
        <source>Lockout over</source>
        <translation>Sperre beendet</translation>
    </message>
    <message>
        <source>New trading day</source>
        <translation>Neuer Handelstag</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>closed {sizes}</source>
        <translation>{sizes} geschlossen</translation>
    </message>
    <message>
        <source>cancelled 1 order</source>
        <translation>1 Order storniert</translation>
    </message>
    <message>
        <source>cancelled {n} orders</source>
        <translation>{n} Orders storniert</translation>
    </message>
    <message>
        <source>closed {sizes}, cancelled 1 order</source>
        <translation>{sizes} geschlossen, 1 Order storniert</translation>
    </message>
    <message>
        <source>closed {sizes}, cancelled {n} orders</source>
        <translation>{sizes} geschlossen, {n} Orders storniert</translation>
    </message>
    <message>
        <source>Reducing by {sizes}</source>
        <translation>Verringert um {sizes}</translation>
    </message>
    <message>
        <source>Closing {sizes}</source>
        <translation>Schließt {sizes}</translation>
    </message>
    <message>
        <source>Closing {sizes}, not confirmed yet</source>
        <translation>Schließt {sizes}, noch nicht bestätigt</translation>
    </message>
    <message>
        <source>Cancelling orders, not confirmed yet</source>
        <translation>Storniert Orders, noch nicht bestätigt</translation>
    </message>
    <message>
        <source>Reducing {root} by {n}, not confirmed yet</source>
        <translation>{root} wird um {n} verkleinert, noch nicht bestätigt</translation>
    </message>
    <message>
        <source>Cancelling an order in {root}, not confirmed yet</source>
        <translation>Eine Order in {root} wird gestrichen, noch nicht bestätigt</translation>
    </message>
    <message>
        <source>Placing or changing an order in {root}, not confirmed yet</source>
        <translation>Eine Order in {root} wird aufgegeben oder geändert, noch nicht bestätigt</translation>
    </message>
    <message>
        <source>Your platform works too</source>
        <translation>Auch in Ihrer Plattform geht es</translation>
    </message>
    <message>
        <source>Confirming that the account is flat, not confirmed yet</source>
        <translation>Bestätigt, dass das Konto flat ist, noch nicht bestätigt</translation>
    </message>
    <message>
        <source>Cancelling orders</source>
        <translation>Storniert Orders</translation>
    </message>
    <message>
        <source>Confirming that the account is flat</source>
        <translation>Bestätigt, dass das Konto flat ist</translation>
    </message>
    <message>
        <source>Cancelling 1 order</source>
        <translation>Storniert 1 Order</translation>
    </message>
    <message>
        <source>Cancelling {n} orders</source>
        <translation>Storniert {n} Orders</translation>
    </message>
    <message>
        <source>Placing a stop for {sizes} at {price}</source>
        <translation>Setzt einen Stop für {sizes} bei {price}</translation>
    </message>
    <message>
        <source>Placing a target for {sizes} at {price}</source>
        <translation>Setzt ein Ziel für {sizes} bei {price}</translation>
    </message>
    <message>
        <source>Moving the stop for {sizes} from {price} to {price2}</source>
        <translation>Verschiebt den Stop für {sizes} von {price} auf {price2}</translation>
    </message>
    <message>
        <source>Moving the target for {sizes} from {price} to {price2}</source>
        <translation>Verschiebt das Ziel für {sizes} von {price} auf {price2}</translation>
    </message>
    <message>
        <source>Changing the stop at {price} to {sizes}</source>
        <translation>Ändert den Stop bei {price} auf {sizes}</translation>
    </message>
    <message>
        <source>Changing the target at {price} to {sizes}</source>
        <translation>Ändert das Ziel bei {price} auf {sizes}</translation>
    </message>
    <message>
        <source>Only watching: nothing was done</source>
        <translation>Nur beobachtet: Nichts wurde getan</translation>
    </message>
    <message>
        <source>It has no position to close any more</source>
        <translation>Sie hat keine Position mehr zu schließen</translation>
    </message>
    <message>
        <source>Filled, it would exceed the limit</source>
        <translation>Ausgeführt würde sie das Limit überschreiten</translation>
    </message>
    <message>
        <source>This lockout has ended</source>
        <translation>Diese Sperre ist beendet</translation>
    </message>
    <message>
        <source>{text}: this lockout has ended</source>
        <translation>{text}: Diese Sperre ist beendet</translation>
    </message>
    <message>
        <source>Rules go on as always</source>
        <translation>Regeln laufen weiter wie immer</translation>
    </message>
    <message>
        <source>Nothing is open and no order is working</source>
        <translation>Nichts ist offen, und keine Order ist aktiv</translation>
    </message>
    <message>
        <source>Your platform's flatten button works too</source>
        <translation>Der Flatten-Knopf Ihrer Plattform geht auch</translation>
    </message>
    <message>
        <source>This account is locked for {span} more</source>
        <translation>Dieses Konto ist noch {span} gesperrt</translation>
    </message>
    <message>
        <source>This account is locked</source>
        <translation>Dieses Konto ist gesperrt</translation>
    </message>
    <message>
        <source>{root} is locked for {span} more</source>
        <translation>{root} ist noch {span} gesperrt</translation>
    </message>
    <message>
        <source>No new entries for {span} more</source>
        <translation>Noch {span} keine neuen Einstiege</translation>
    </message>
    <message>
        <source>Trying again</source>
        <translation>Versucht es erneut</translation>
    </message>
    <message>
        <source>Asked for by {name}</source>
        <translation>Verlangt von {name}</translation>
    </message>
    <message>
        <source>protects {n} of {n2}</source>
        <translation>schützt {n} von {n2}</translation>
    </message>
    <message>
        <source>target</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>entry</source>
        <translation>Einstieg</translation>
    </message>
    <message>
        <source>exit</source>
        <translation>Ausstieg</translation>
    </message>
    <message>
        <source>Buy market</source>
        <translation>Kauf Market</translation>
    </message>
    <message>
        <source>Sell market</source>
        <translation>Verkauf Market</translation>
    </message>
    <message>
        <source>Buy limit</source>
        <translation>Kauf Limit</translation>
    </message>
    <message>
        <source>Sell limit</source>
        <translation>Verkauf Limit</translation>
    </message>
    <message>
        <source>Buy stop</source>
        <translation>Kauf Stop</translation>
    </message>
    <message>
        <source>Sell stop</source>
        <translation>Verkauf Stop</translation>
    </message>
    <message>
        <source>Buy stop limit</source>
        <translation>Kauf Stop-Limit</translation>
    </message>
    <message>
        <source>Sell stop limit</source>
        <translation>Verkauf Stop-Limit</translation>
    </message>
    <message>
        <source>Buy trailing stop</source>
        <translation>Kauf Trailing Stop</translation>
    </message>
    <message>
        <source>Sell trailing stop</source>
        <translation>Verkauf Trailing Stop</translation>
    </message>
    <message>
        <source>Buy join bid</source>
        <translation>Kauf Join Bid</translation>
    </message>
    <message>
        <source>Sell join bid</source>
        <translation>Verkauf Join Bid</translation>
    </message>
    <message>
        <source>Buy join ask</source>
        <translation>Kauf Join Ask</translation>
    </message>
    <message>
        <source>Sell join ask</source>
        <translation>Verkauf Join Ask</translation>
    </message>
    <message>
        <source>{money} left</source>
        <translation>noch {money}</translation>
    </message>
    <message>
        <source>{n} left</source>
        <translation>noch {n}</translation>
    </message>
    <message>
        <source>{span} left</source>
        <translation>noch {span}</translation>
    </message>
    <message>
        <source>none left</source>
        <translation>nichts mehr übrig</translation>
    </message>
    <message>
        <source>reached</source>
        <translation>erreicht</translation>
    </message>
    <message>
        <source>not judged</source>
        <translation>nicht beurteilt</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>not filled</source>
        <translation>nicht ausgeführt</translation>
    </message>
    <message>
        <source>a transfer</source>
        <translation>eine Überweisung</translation>
    </message>
    <message>
        <source>balance not known yet</source>
        <translation>Kontostand noch nicht bekannt</translation>
    </message>
    <message>
        <source>open</source>
        <translation>offen</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>geschlossen</translation>
    </message>
    <message>
        <source>no event ahead</source>
        <translation>kein Ereignis voraus</translation>
    </message>
    <message>
        <source>not within 15 days</source>
        <translation>nicht binnen 15 Tagen</translation>
    </message>
    <message>
        <source>no opening in the next 15 days</source>
        <translation>keine Öffnung in den nächsten 15 Tagen</translation>
    </message>
    <message>
        <source>{money} to go</source>
        <translation>noch {money} bis dahin</translation>
    </message>
    <message>
        <source>{money} given back</source>
        <translation>{money} zurückgegeben</translation>
    </message>
    <message>
        <source>{money}, watched from {money2}</source>
        <translation>{money}, überwacht ab {money2}</translation>
    </message>
    <message>
        <source>{money}, ends at {money2}</source>
        <translation>{money}, endet bei {money2}</translation>
    </message>
    <message>
        <source>{n} without a stop</source>
        <translation>{n} ohne Stop</translation>
    </message>
    <message>
        <source>{n} held</source>
        <translation>{n} gehalten</translation>
    </message>
    <message>
        <source>{money} from the day's best of {money2}</source>
        <translation>{money} vom Tagesbesten {money2}</translation>
    </message>
    <message>
        <source>{money} of {money2}</source>
        <translation>{money} von {money2}</translation>
    </message>
    <message>
        <source>{money} from the day's best of {money2}, limit {money3}</source>
        <translation>{money} vom Tagesbesten {money2}, Limit {money3}</translation>
    </message>
    <message>
        <source>{money} of the day's best of {money2}, limit {money3}</source>
        <translation>{money} vom Tagesbesten {money2}, Limit {money3}</translation>
    </message>
    <message>
        <source>{money} of {money2}. Done for today, well played</source>
        <translation>{money} von {money2}. Fertig für heute, gut gespielt</translation>
    </message>
    <message>
        <source>Done for today, well played</source>
        <translation>Fertig für heute, gut gespielt</translation>
    </message>
    <message>
        <source>1 losing round trip in a row ({money})</source>
        <translation>1 Verlust-Roundtrip in Folge ({money})</translation>
    </message>
    <message>
        <source>{n} losing round trips in a row ({money})</source>
        <translation>{n} Verlust-Roundtrips in Folge ({money})</translation>
    </message>
    <message>
        <source>{money} in this round trip</source>
        <translation>{money} in diesem Roundtrip</translation>
    </message>
    <message>
        <source>{money} in this fill</source>
        <translation>{money} in dieser Ausführung</translation>
    </message>
    <message>
        <source>{money} in this round trip, past {money2}: a pause of {span}</source>
        <translation>{money} in diesem Roundtrip, über {money2}: eine Pause von {span}</translation>
    </message>
    <message>
        <source>{money} in this fill, past {money2}: a pause of {span}</source>
        <translation>{money} in dieser Ausführung, über {money2}: eine Pause von {span}</translation>
    </message>
    <message>
        <source>No losing round trip</source>
        <translation>Kein Verlust-Roundtrip</translation>
    </message>
    <message>
        <source>{n} contracts, {n2} allowed</source>
        <translation>{n} Kontrakte, {n2} erlaubt</translation>
    </message>
    <message>
        <source>{n} contract, {n2} allowed</source>
        <translation>{n} Kontrakt, {n2} erlaubt</translation>
    </message>
    <message>
        <source>{n} {root}, {n2} allowed</source>
        <translation>{n} {root}, {n2} erlaubt</translation>
    </message>
    <message>
        <source>Balance and open result {money}, trading ends at {money2}</source>
        <translation>Kontostand und offenes Ergebnis {money}, der Handel endet bei {money2}</translation>
    </message>
    <message>
        <source>The balance is not known yet</source>
        <translation>Der Kontostand ist noch nicht bekannt</translation>
    </message>
    <message>
        <source>Open for {span}, {span2} allowed</source>
        <translation>Offen seit {span}, {span2} erlaubt</translation>
    </message>
    <message>
        <source>{root} turned round from long to short</source>
        <translation>{root} von Long auf Short gedreht</translation>
    </message>
    <message>
        <source>{root} turned round from short to long</source>
        <translation>{root} von Short auf Long gedreht</translation>
    </message>
    <message>
        <source>{n} {root} held, {n2} before they were added to at {money}</source>
        <translation>{n} {root} gehalten, {n2} vor dem Nachkauf bei {money}</translation>
    </message>
    <message>
        <source>{n} {root} without a protective stop for {n2} s</source>
        <translation>{n} {root} seit {n2} s ohne schützenden Stop</translation>
    </message>
    <message>
        <source>{root} traded through the stop at {price} for {n} s; {n2} still open</source>
        <translation>{root} handelt seit {n} s durch den Stop bei {price}; {n2} noch offen</translation>
    </message>
    <message>
        <source>The stop of {n} {root} at {price} was cancelled</source>
        <translation>Der Stop von {n} {root} bei {price} wurde storniert</translation>
    </message>
    <message>
        <source>The stop of {n} {root} at {price} was moved away</source>
        <translation>Der Stop von {n} {root} bei {price} wurde weggeschoben</translation>
    </message>
    <message>
        <source>The stop of {n} {root} at {price} was made smaller</source>
        <translation>Der Stop von {n} {root} bei {price} wurde verkleinert</translation>
    </message>
    <message>
        <source>{root} is blocked</source>
        <translation>{root} ist gesperrt</translation>
    </message>
    <message>
        <source>{root} is blocked: {n} held</source>
        <translation>{root} ist gesperrt: {n} gehalten</translation>
    </message>
    <message>
        <source>{n} {counted} within a minute, the limit is {n2}</source>
        <translation>{n} {counted} binnen einer Minute, das Limit ist {n2}</translation>
    </message>
    <message>
        <source>{n} {counted} within an hour, the limit is {n2}</source>
        <translation>{n} {counted} binnen einer Stunde, das Limit ist {n2}</translation>
    </message>
    <message>
        <source>{n} {counted} today, the limit is {n2}</source>
        <translation>{n} {counted} heute, das Limit ist {n2}</translation>
    </message>
    <message>
        <source>{n} {counted} within a minute, the limit is {n2}: no entries for {span}</source>
        <translation>{n} {counted} binnen einer Minute, das Limit ist {n2}: keine Einstiege für {span}</translation>
    </message>
    <message>
        <source>{n} {counted} within an hour, the limit is {n2}: no entries for {span}</source>
        <translation>{n} {counted} binnen einer Stunde, das Limit ist {n2}: keine Einstiege für {span}</translation>
    </message>
    <message>
        <source>{n} {counted} today, the limit is {n2}: no entries for {span}</source>
        <translation>{n} {counted} heute, das Limit ist {n2}: keine Einstiege für {span}</translation>
    </message>
    <message>
        <source>The session ends at {time}</source>
        <translation>Die Sitzung endet um {time}</translation>
    </message>
    <message>
        <source>Trading opens {time}</source>
        <translation>Gehandelt wird wieder ab {time}</translation>
    </message>
    <message>
        <source>Trading has no opening in the next 15 days</source>
        <translation>In den nächsten 15 Tagen wird nicht gehandelt</translation>
    </message>
    <message>
        <source>{root} opens {time}</source>
        <translation>{root} wird wieder ab {time} gehandelt</translation>
    </message>
    <message>
        <source>{root} has no opening in the next 15 days</source>
        <translation>{root} wird in den nächsten 15 Tagen nicht gehandelt</translation>
    </message>
    <message>
        <source>Open until {time}</source>
        <translation>Offen bis {time}</translation>
    </message>
    <message>
        <source>No entries in {root} before its hours end</source>
        <translation>Keine Einstiege in {root}, bevor die Zeiten enden</translation>
    </message>
    <message>
        <source>{name} at {time}</source>
        <translation>{name} um {time}</translation>
    </message>
    <message>
        <source>Clear of news until {time}</source>
        <translation>Frei von Nachrichten bis {time}</translation>
    </message>
    <message>
        <source>No news event ahead</source>
        <translation>Kein Nachrichtenereignis voraus</translation>
    </message>
    <message>
        <source>This account may not trade until your firm allows it again</source>
        <translation>Dieses Konto darf nicht handeln, bis die Firma es wieder erlaubt</translation>
    </message>
    <message>
        <source>Trading is allowed</source>
        <translation>Handel ist erlaubt</translation>
    </message>
    <message>
        <source>entries</source>
        <translation>Einstiege</translation>
    </message>
    <message>
        <source>fill</source>
        <translation>Ausführung</translation>
    </message>
    <message>
        <source>fills</source>
        <translation>Ausführungen</translation>
    </message>
    <message>
        <source>round trip</source>
        <translation>Roundtrip</translation>
    </message>
    <message>
        <source>round trips</source>
        <translation>Roundtrips</translation>
    </message>
    <message>
        <source>minute</source>
        <translation>Minute</translation>
    </message>
    <message>
        <source>hour</source>
        <translation>Stunde</translation>
    </message>
    <message>
        <source>session</source>
        <translation>Handelstag</translation>
    </message>
    <message>
        <source>Locked: no position and no order is allowed</source>
        <translation>Gesperrt: Keine Position und keine Order ist erlaubt</translation>
    </message>
    <message>
        <source>{root} is locked: no position and no order in it is allowed</source>
        <translation>{root} ist gesperrt: Keine Position und keine Order darin ist erlaubt</translation>
    </message>
    <message>
        <source>Nothing can be traded; what is opened is closed at once</source>
        <translation>Nichts kann gehandelt werden; was eröffnet wird, wird sofort geschlossen</translation>
    </message>
    <message>
        <source>Everything but {root} can be traded</source>
        <translation>Alles außer {root} kann gehandelt werden</translation>
    </message>
    <message>
        <source>Exits, protective stops and what was held when it began stay allowed</source>
        <translation>Ausstiege, schützende Stops und was bei Beginn gehalten wurde, bleiben erlaubt</translation>
    </message>
    <message>
        <source>Rule: {title} ({rule})</source>
        <translation>Regel: {title} ({rule})</translation>
    </message>
    <message>
        <source>Rule: {title}</source>
        <translation>Regel: {title}</translation>
    </message>
    <message>
        <source>It lasts as long as its cause does</source>
        <translation>Sie dauert so lange wie ihre Ursache</translation>
    </message>
    <message>
        <source>It lasts until {time}, {span} from now</source>
        <translation>Sie dauert bis {time}, noch {span}</translation>
    </message>
    <message>
        <source>It lasts until {time}, by the gateway's time as soon as that is known</source>
        <translation>Sie dauert bis {time}, nach der Zeit des Gateways, sobald sie bekannt ist</translation>
    </message>
    <message>
        <source>Locked by you</source>
        <translation>Von Ihnen gesperrt</translation>
    </message>
    <message>
        <source>The journal cannot be trusted</source>
        <translation>Dem Journal kann nicht getraut werden</translation>
    </message>
    <message>
        <source>By hand</source>
        <translation>Von Hand</translation>
    </message>
    <message>
        <source>Journal</source>
        <translation>Journal</translation>
    </message>
    <message>
        <source>{name} was locked for longer until {time}; that stays</source>
        <translation>{name} war schon länger gesperrt, bis {time}; das bleibt</translation>
    </message>
    <message>
        <source>{name} was locked for longer; that stays</source>
        <translation>{name} war schon länger gesperrt; das bleibt</translation>
    </message>
    <message>
        <source>Lockouts or settings may be lost with it, so there are no new entries for as long as loosening them takes</source>
        <translation>Sperren oder Einstellungen können damit verloren sein, daher gibt es so lange keine neuen Einstiege, wie ein Lockern dauert</translation>
    </message>
    <message>
        <source>The journal was changed from outside</source>
        <translation>Das Journal wurde von außen geändert</translation>
    </message>
    <message>
        <source>No live account data</source>
        <translation>Keine Live-Kontodaten</translation>
    </message>
    <message>
        <source>The gateway refuses to send live data of this account</source>
        <translation>Das Gateway verweigert Live-Daten dieses Kontos</translation>
    </message>
    <message>
        <source>No live prices</source>
        <translation>Keine Live-Kurse</translation>
    </message>
    <message>
        <source>Prices of open positions are read every 2 s instead, what happens in between is not seen</source>
        <translation>Kurse offener Positionen werden stattdessen alle 2 s gelesen; was dazwischen geschieht, bleibt ungesehen</translation>
    </message>
    <message>
        <source>Positions, orders and trades are read every 2 s in a position and every 10 s without, what happens in between is not seen</source>
        <translation>Positionen, Orders und Trades werden mit Position alle 2 s gelesen, ohne alle 10 s; was dazwischen geschieht, bleibt ungesehen</translation>
    </message>
    <message>
        <source>Since {time}</source>
        <translation>Seit {time}</translation>
    </message>
    <message>
        <source>Your stops at the exchange still work</source>
        <translation>Ihre Stops an der Börse wirken weiter</translation>
    </message>
    <message>
        <source>Stops at the exchange still work</source>
        <translation>Stops an der Börse wirken weiter</translation>
    </message>
    <message>
        <source>The gateway ended the session: another program or device may have signed in as the same user</source>
        <translation>Das Gateway hat die Sitzung beendet: Ein anderes Programm oder Gerät hat sich vielleicht als derselbe Benutzer angemeldet</translation>
    </message>
    <message>
        <source>Signing in again</source>
        <translation>Meldet sich neu an</translation>
    </message>
    <message>
        <source>The gateway ended RiskGuard's session {n} times in a row: another program or device keeps signing in as the same user</source>
        <translation>Das Gateway hat die Sitzung von RiskGuard {n}-mal nacheinander beendet: Ein anderes Programm oder Gerät meldet sich immer wieder als derselbe Benutzer an</translation>
    </message>
    <message>
        <source>Sign it out</source>
        <translation>Melden Sie es ab</translation>
    </message>
    <message>
        <source>RiskGuard signs in again after {n} s</source>
        <translation>RiskGuard meldet sich nach {n} s wieder an</translation>
    </message>
    <message>
        <source>The gateway does not let RiskGuard sign in again: {rest}</source>
        <translation>Das Gateway lässt RiskGuard nicht wieder anmelden: {rest}</translation>
    </message>
    <message>
        <source>The gateway refused to sign in: {rest}</source>
        <translation>Das Gateway hat die Anmeldung abgelehnt: {rest}</translation>
    </message>
    <message>
        <source>RiskGuard cannot reach the gateway with what is installed: {rest}</source>
        <translation>Mit dem, was installiert ist, kann RiskGuard das Gateway nicht erreichen: {rest}</translation>
    </message>
    <message>
        <source>The gateway no longer lists this account, so RiskGuard cannot watch it</source>
        <translation>Das Gateway führt dieses Konto nicht mehr auf, daher kann RiskGuard es nicht überwachen</translation>
    </message>
    <message>
        <source>Check it on your firm's page</source>
        <translation>Prüfen Sie es auf der Seite Ihrer Firma</translation>
    </message>
    <message>
        <source>Gateway not readable, trying again: {text}</source>
        <translation>Gateway nicht lesbar, versucht es erneut: {text}</translation>
    </message>
    <message>
        <source>Use your platform to close positions meanwhile</source>
        <translation>Schließen Sie Positionen so lange über Ihre Plattform</translation>
    </message>
    <message>
        <source>The gateway cannot be reached</source>
        <translation>Das Gateway ist nicht erreichbar</translation>
    </message>
    <message>
        <source>RiskGuard tries again every few seconds; until then it can neither see nor close positions</source>
        <translation>RiskGuard versucht es alle paar Sekunden wieder; bis dahin kann es Positionen weder sehen noch schließen</translation>
    </message>
    <message>
        <source>No price for {root} yet: its open result is not known</source>
        <translation>Noch kein Kurs für {root}: Das offene Ergebnis ist nicht bekannt</translation>
    </message>
    <message>
        <source>No {root} quotes for 10 s</source>
        <translation>Seit 10 s keine Kurse für {root}</translation>
    </message>
    <message>
        <source>{name} could not be read: {rest}</source>
        <translation>{name} konnte nicht gelesen werden: {rest}</translation>
    </message>
    <message>
        <source>The rule {title} failed ({rest}). The other rules go on</source>
        <translation>Die Regel {title} versagte ({rest}). Die anderen Regeln laufen weiter</translation>
    </message>
    <message>
        <source>{title} needs the orders as they are now</source>
        <translation>{title} braucht die Orders, wie sie jetzt sind</translation>
    </message>
    <message>
        <source>Another RiskGuard places orders on this account too, perhaps on another computer</source>
        <translation>Ein anderes RiskGuard setzt ebenfalls Orders auf diesem Konto, vielleicht auf einem anderen Rechner</translation>
    </message>
    <message>
        <source>Both act on it: quit one of them</source>
        <translation>Beide greifen ein: Beenden Sie eines davon</translation>
    </message>
    <message>
        <source>The gateway refuses to {refused}: {text} Tried again every minute; stops are kept</source>
        <translation>Das Gateway lehnt es ab, {refused}: {text} Jede Minute ein neuer Versuch; Stops bleiben</translation>
    </message>
    <message>
        <source>The gateway refused to {refused}: {text} Trying again</source>
        <translation>Das Gateway hat abgelehnt, {refused}: {text} Versucht es erneut</translation>
    </message>
    <message>
        <source>The exchange rejected an order in {root}. Trying again</source>
        <translation>Die Börse hat eine Order in {root} abgelehnt. Versucht es erneut</translation>
    </message>
    <message>
        <source>What the gateway refused is no longer needed</source>
        <translation>Was das Gateway ablehnte, wird nicht mehr gebraucht</translation>
    </message>
    <message>
        <source>Armed: positions, orders and trades are read</source>
        <translation>Scharf: Positionen, Orders und Trades sind gelesen</translation>
    </message>
    <message>
        <source>Fills that came while RiskGuard was off: {n}</source>
        <translation>Ausführungen, während RiskGuard aus war: {n}</translation>
    </message>
    <message>
        <source>Live account data is back</source>
        <translation>Live-Kontodaten sind zurück</translation>
    </message>
    <message>
        <source>Live prices are back</source>
        <translation>Live-Kurse sind zurück</translation>
    </message>
    <message>
        <source>Live data of this account is back</source>
        <translation>Live-Daten dieses Kontos sind zurück</translation>
    </message>
    <message>
        <source>The gateway can be read again</source>
        <translation>Das Gateway ist wieder lesbar</translation>
    </message>
    <message>
        <source>Signed in to the gateway</source>
        <translation>Am Gateway angemeldet</translation>
    </message>
    <message>
        <source>The journal can be written again</source>
        <translation>Das Journal ist wieder beschreibbar</translation>
    </message>
    <message>
        <source>The journal's key can be reached again, and the journal fits it</source>
        <translation>Der Schlüssel des Journals ist wieder erreichbar, und das Journal passt dazu</translation>
    </message>
    <message>
        <source>What is in force and what was traded stands in the journal again</source>
        <translation>Was gilt und was gehandelt wurde, steht wieder im Journal</translation>
    </message>
    <message>
        <source>The time is certain again</source>
        <translation>Die Zeit ist wieder sicher</translation>
    </message>
    <message>
        <source>Commands reach RiskGuard again</source>
        <translation>Befehle erreichen RiskGuard wieder</translation>
    </message>
    <message>
        <source>The settings file can be used again</source>
        <translation>Die Einstellungsdatei ist wieder brauchbar</translation>
    </message>
    <message>
        <source>The account is listed again</source>
        <translation>Das Konto wird wieder aufgeführt</translation>
    </message>
    <message>
        <source>Balance and permission to trade cannot be read</source>
        <translation>Kontostand und Handelserlaubnis sind nicht lesbar</translation>
    </message>
    <message>
        <source>Positions, orders and trades still are</source>
        <translation>Positionen, Orders und Trades sind es weiterhin</translation>
    </message>
    <message>
        <source>Balance and permission to trade can be read again</source>
        <translation>Kontostand und Handelserlaubnis sind wieder lesbar</translation>
    </message>
    <message>
        <source>No other RiskGuard guards the same accounts any more</source>
        <translation>Kein anderes RiskGuard schützt mehr dieselben Konten</translation>
    </message>
    <message>
        <source>Every position has a price</source>
        <translation>Jede Position hat einen Kurs</translation>
    </message>
    <message>
        <source>Quotes are coming in again</source>
        <translation>Kurse kommen wieder</translation>
    </message>
    <message>
        <source>Nothing is left open</source>
        <translation>Nichts ist mehr offen</translation>
    </message>
    <message>
        <source>The gateway carries out what it refused</source>
        <translation>Das Gateway führt aus, was es ablehnte</translation>
    </message>
    <message>
        <source>The rule works again</source>
        <translation>Die Regel arbeitet wieder</translation>
    </message>
    <message>
        <source>The rule can be judged again</source>
        <translation>Die Regel kann wieder beurteilt werden</translation>
    </message>
    <message>
        <source>All is well again</source>
        <translation>Alles ist wieder in Ordnung</translation>
    </message>
    <message>
        <source>RiskGuard could not take in something that happened; this is a fault of the program</source>
        <translation>RiskGuard konnte etwas, das geschah, nicht verarbeiten; das ist ein Fehler des Programms</translation>
    </message>
    <message>
        <source>It goes on with all that comes, but look at your positions on your platform, then start RiskGuard again</source>
        <translation>Es macht mit allem weiter, was kommt, aber sehen Sie auf Ihrer Plattform nach Ihren Positionen und starten Sie RiskGuard dann neu</translation>
    </message>
    <message>
        <source>Health has a support bundle for a report</source>
        <translation>Unter „Zustand“ gibt es ein Support-Paket für eine Meldung</translation>
    </message>
    <message>
        <source>A part of RiskGuard failed and is started again: {word}</source>
        <translation>Ein Teil von RiskGuard ist ausgefallen und wird neu gestartet: {word}</translation>
    </message>
    <message>
        <source>the connection to the gateway</source>
        <translation>die Verbindung zum Gateway</translation>
    </message>
    <message>
        <source>the settings file</source>
        <translation>die Einstellungsdatei</translation>
    </message>
    <message>
        <source>the clock</source>
        <translation>die Uhr</translation>
    </message>
    <message>
        <source>other guards</source>
        <translation>andere Wächter</translation>
    </message>
    <message>
        <source>commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>housekeeping</source>
        <translation>Aufräumen</translation>
    </message>
    <message>
        <source>recovery</source>
        <translation>Wiederherstellung</translation>
    </message>
    <message>
        <source>the watchdog</source>
        <translation>der Aufpasser</translation>
    </message>
    <message>
        <source>the session at the gateway</source>
        <translation>die Sitzung am Gateway</translation>
    </message>
    <message>
        <source>the user hub</source>
        <translation>die Leitung der Kontodaten</translation>
    </message>
    <message>
        <source>the market hub</source>
        <translation>die Leitung der Kurse</translation>
    </message>
    <message>
        <source>the watch over the hubs</source>
        <translation>die Aufsicht über die Leitungen</translation>
    </message>
    <message>
        <source>prices</source>
        <translation>Kurse</translation>
    </message>
    <message>
        <source>contracts</source>
        <translation>Kontrakte</translation>
    </message>
    <message>
        <source>The log says why</source>
        <translation>Im Protokoll steht, warum</translation>
    </message>
    <message>
        <source>The part that failed works again</source>
        <translation>Der ausgefallene Teil arbeitet wieder</translation>
    </message>
    <message>
        <source>A window failed</source>
        <translation>Ein Fenster ist ausgefallen</translation>
    </message>
    <message>
        <source>This is a fault of the program</source>
        <translation>Das ist ein Fehler des Programms</translation>
    </message>
    <message>
        <source>Limits are guarded as before, but what its windows show may be old: start RiskGuard again</source>
        <translation>Die Grenzen werden bewacht wie zuvor, aber was die Fenster zeigen, kann veraltet sein: Starten Sie RiskGuard neu</translation>
    </message>
    <message>
        <source>The balance moved by {money} that no trade explains, so the drawdown floor cannot be judged</source>
        <translation>Der Kontostand änderte sich um {money}, was kein Trade erklärt, daher lässt sich die Drawdown-Untergrenze nicht beurteilen</translation>
    </message>
    <message>
        <source>Set start_balance, high_balance or max_loss of max_drawdown to the figures that hold now</source>
        <translation>Setzen Sie Startkontostand, höchsten Kontostand oder höchsten Verlust auf die Zahlen, die jetzt gelten</translation>
    </message>
    <message>
        <source>If they are the same, riskguard settings confirm says so</source>
        <translation>Gelten dieselben weiter, sagt das riskguard settings confirm</translation>
    </message>
    <message>
        <source>The drawdown figures hold as they are; the floor stays where it was</source>
        <translation>Die Drawdown-Zahlen gelten weiter; der Boden bleibt, wo er war</translation>
    </message>
    <message>
        <source>No backup</source>
        <translation>Keine Sicherung</translation>
    </message>
    <message>
        <source>Backups are made again</source>
        <translation>Sicherungen entstehen wieder</translation>
    </message>
    <message>
        <source>The journal has its copies</source>
        <translation>Das Journal hat seine Kopien</translation>
    </message>
    <message>
        <source>Limits and lockouts are as they were</source>
        <translation>Limits und Sperren sind, wie sie waren</translation>
    </message>
    <message>
        <source>Clock of this computer moved</source>
        <translation>Uhr dieses Rechners verstellt</translation>
    </message>
    <message>
        <source>It was set {span} ahead, or stood still in sleep</source>
        <translation>Sie wurde um {span} vorgestellt oder stand im Ruhezustand still</translation>
    </message>
    <message>
        <source>It was set {span} forward, or stood still in sleep</source>
        <translation>Sie wurde um {span} vorgestellt oder stand im Ruhezustand still</translation>
    </message>
    <message>
        <source>It was set {span} back, or stood still in sleep</source>
        <translation>Sie wurde um {span} zurückgestellt oder stand im Ruhezustand still</translation>
    </message>
    <message>
        <source>RiskGuard goes by the gateway's time: lockouts end when they should</source>
        <translation>RiskGuard richtet sich nach der Zeit des Gateways: Sperren enden, wann sie sollen</translation>
    </message>
    <message>
        <source>The gateway's clock says {rest}, which does not fit</source>
        <translation>Die Uhr des Gateways sagt {rest}, was nicht passt</translation>
    </message>
    <message>
        <source>Until its answers agree, time goes on as it was: no lockout ends early</source>
        <translation>Bis die Antworten übereinstimmen, läuft die Zeit weiter wie bisher: Keine Sperre endet früher</translation>
    </message>
    <message>
        <source>The clock of this computer is wrong: it is {span} behind the last time RiskGuard knows of</source>
        <translation>Die Uhr dieses Rechners geht falsch: {span} hinter der letzten Zeit, von der RiskGuard weiß</translation>
    </message>
    <message>
        <source>Lockouts go on until the gateway has told the time</source>
        <translation>Sperren laufen weiter, bis das Gateway die Zeit genannt hat</translation>
    </message>
    <message>
        <source>This system has no keyring, so the key that proves the journal lies in a file beside it, which only you can read</source>
        <translation>Dieses System hat keinen Schlüsselbund, daher liegt der Schlüssel, der das Journal beweist, in einer Datei daneben, die nur Sie lesen können</translation>
    </message>
    <message>
        <source>No keyring</source>
        <translation>Kein Schlüsselbund</translation>
    </message>
    <message>
        <source>Journal schema</source>
        <translation>Journal-Schema</translation>
    </message>
    <message>
        <source>cancel an order in {root}</source>
        <translation>eine Order in {root} zu stornieren</translation>
    </message>
    <message>
        <source>place a stop for {sizes}</source>
        <translation>einen Stop für {sizes} zu setzen</translation>
    </message>
    <message>
        <source>place a target for {sizes}</source>
        <translation>ein Ziel für {sizes} zu setzen</translation>
    </message>
    <message>
        <source>change a stop in {root}</source>
        <translation>einen Stop in {root} zu ändern</translation>
    </message>
    <message>
        <source>change a target in {root}</source>
        <translation>ein Ziel in {root} zu ändern</translation>
    </message>
    <message>
        <source>close {sizes}</source>
        <translation>{sizes} zu schließen</translation>
    </message>
    <message>
        <source>confirm that the account is flat</source>
        <translation>zu bestätigen, dass das Konto flat ist</translation>
    </message>
    <message>
        <source>Not guarded for a while</source>
        <translation>Eine Weile nicht geschützt</translation>
    </message>
    <message>
        <source>RiskGuard was off for {span}, from {time}: it had been closed</source>
        <translation>RiskGuard war {span} aus, ab {time}: Es war beendet worden</translation>
    </message>
    <message>
        <source>RiskGuard was off for {span}, from {time}: it had been left for the practice mode</source>
        <translation>RiskGuard war {span} aus, ab {time}: es war für den Übungsmodus verlassen worden</translation>
    </message>
    <message>
        <source>RiskGuard was off for {span}, from {time}: it had not been closed, but ended</source>
        <translation>RiskGuard war {span} aus, ab {time}: Es war nicht beendet worden, sondern brach ab</translation>
    </message>
    <message>
        <source>RiskGuard did not run for {span}, from {time}: the computer slept or stood still</source>
        <translation>RiskGuard lief {span} nicht, ab {time}: Der Rechner schlief oder stand still</translation>
    </message>
    <message>
        <source>Traded while nothing was guarded: 1 fill, {money} realized</source>
        <translation>Gehandelt, während nichts geschützt war: 1 Ausführung, {money} realisiert</translation>
    </message>
    <message>
        <source>Traded while nothing was guarded: {n} fills, {money} realized</source>
        <translation>Gehandelt, während nichts geschützt war: {n} Ausführungen, {money} realisiert</translation>
    </message>
    <message>
        <source>Limits start at zero</source>
        <translation>Limits beginnen bei null</translation>
    </message>
    <message>
        <source>Next reset {time}</source>
        <translation>Nächster Reset {time}</translation>
    </message>
    <message>
        <source>It was due {time}, while nothing was guarded</source>
        <translation>Er war {time} fällig, während nichts geschützt war</translation>
    </message>
    <message>
        <source>A new week begins, its limit starts at zero too</source>
        <translation>Eine neue Woche beginnt, auch ihr Limit beginnt bei null</translation>
    </message>
    <message>
        <source>Clocked in at {time}</source>
        <translation>Eingestempelt um {time}</translation>
    </message>
    <message>
        <source>Clocked out at {time} after {span}</source>
        <translation>Ausgestempelt um {time} nach {span}</translation>
    </message>
    <message>
        <source>already clocked in since {time}</source>
        <translation>schon eingestempelt seit {time}</translation>
    </message>
    <message>
        <source>not clocked in</source>
        <translation>nicht eingestempelt</translation>
    </message>
    <message>
        <source>the time is not certain before the gateway has answered; ask again then</source>
        <translation>die Zeit ist nicht sicher, bevor das Gateway geantwortet hat; versuchen Sie es dann noch einmal</translation>
    </message>
    <message>
        <source>asked</source>
        <translation>verlangt</translation>
    </message>
    <message>
        <source>start</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>reset</source>
        <translation>Reset</translation>
    </message>
    <message>
        <source>change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>daily</source>
        <translation>täglich</translation>
    </message>
    <message>
        <source>And {n} more</source>
        <translation>Und {n} weitere</translation>
    </message>
    <message>
        <source>{name}: stays {name2}</source>
        <translation>{name}: bleibt {name2}</translation>
    </message>
    <message>
        <source>The change to {name} was withdrawn</source>
        <translation>Die Änderung auf {name} wurde zurückgezogen</translation>
    </message>
    <message>
        <source>after a cooling-off that begins when the lockout ends</source>
        <translation>nach einer Bedenkzeit, die mit dem Ende der Sperre beginnt</translation>
    </message>
    <message>
        <source>after a cooling-off that begins once connected</source>
        <translation>nach einer Bedenkzeit, die mit der Verbindung beginnt</translation>
    </message>
    <message>
        <source>from {time} on</source>
        <translation>ab {time}</translation>
    </message>
    <message>
        <source>{n} entries</source>
        <translation>{n} Einträge</translation>
    </message>
    <message>
        <source>{word}: changed, now</source>
        <translation>{word}: geändert, sofort</translation>
    </message>
    <message>
        <source>{word}: {word2} to {word3}, now</source>
        <translation>{word}: {word2} zu {word3}, sofort</translation>
    </message>
    <message>
        <source>{word}: {word2} to {word3}, {word4}</source>
        <translation>{word}: {word2} zu {word3}, {word4}</translation>
    </message>
    <message>
        <source>{word}: on, {word2}</source>
        <translation>{word}: an, {word2}</translation>
    </message>
    <message>
        <source>{word}: off, {word2}</source>
        <translation>{word}: aus, {word2}</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>on</source>
        <translation>an</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Paste the webhook as Discord shows it: https://discord.com/api/webhooks/...</source>
        <translation>Den Webhook so einfügen, wie Discord ihn zeigt: https://discord.com/api/webhooks/...</translation>
    </message>
    <message>
        <source>Paste the token as BotFather gave it: digits, a colon and 35 letters</source>
        <translation>Das Token so einfügen, wie BotFather es nennt: Ziffern, ein Doppelpunkt und 35 Zeichen</translation>
    </message>
    <message>
        <source>Give the chat as a number, or a channel as @name</source>
        <translation>Den Chat als Nummer angeben oder einen Kanal als @name</translation>
    </message>
    <message>
        <source>Give the mail server by its name, e.g. smtp.example.com</source>
        <translation>Den Mailserver mit seinem Namen angeben, z. B. smtp.example.com</translation>
    </message>
    <message>
        <source>Give sender and recipient as e-mail addresses, e.g. you@example.com</source>
        <translation>Absender und Empfänger als E-Mail-Adressen angeben, z. B. you@example.com</translation>
    </message>
    <message>
        <source>Give a port from 1 to 65535, or none for the usual one</source>
        <translation>Einen Port von 1 bis 65535 angeben oder keinen für den üblichen</translation>
    </message>
    <message>
        <source>Give an address as apprise writes it, e.g. ntfy://topic; its page lists the services</source>
        <translation>Eine Adresse angeben, wie apprise sie schreibt, z. B. ntfy://topic; dessen Seite zählt die Dienste auf</translation>
    </message>
    <message>
        <source>There is a channel {name} already; remove it first, or take another name</source>
        <translation>Einen Kanal {name} gibt es schon; ihn zuerst entfernen oder einen anderen Namen wählen</translation>
    </message>
    <message>
        <source>There is no channel {name}</source>
        <translation>Einen Kanal {name} gibt es nicht</translation>
    </message>
    <message>
        <source>name a channel with up to 32 letters, digits, - and _, e.g. phone</source>
        <translation>einen Kanal mit bis zu 32 Buchstaben, Ziffern, - und _ benennen, z. B. phone</translation>
    </message>
    <message>
        <source>no address is kept for {name}; add it again, or set {name2}</source>
        <translation>für {name} ist keine Adresse hinterlegt; neu hinzufügen oder {name2} setzen</translation>
    </message>
    <message>
        <source>the system's keyring does not keep what it is given; nothing was saved</source>
        <translation>der Schlüsselbund des Systems behält nicht, was er bekommt; nichts wurde gespeichert</translation>
    </message>
    <message>
        <source>the system's keyring cannot be used ({text}); unlock it, or set {name} in the environment</source>
        <translation>der Schlüsselbund des Systems ist nicht benutzbar ({text}); ihn entsperren oder {name} in der Umgebung setzen</translation>
    </message>
    <message>
        <source>Enter the amount as a positive number of dollars, e.g. 500</source>
        <translation>Geben Sie den Betrag als positive Dollarzahl ein, etwa 500</translation>
    </message>
    <message>
        <source>Enter the amount as dollars of at least 0, e.g. 100</source>
        <translation>Geben Sie den Betrag als Dollarzahl ab 0 ein, etwa 100</translation>
    </message>
    <message>
        <source>Enter a number of at least {n}</source>
        <translation>Geben Sie eine Zahl ab {n} ein</translation>
    </message>
    <message>
        <source>Enter a number of at most {n}</source>
        <translation>Geben Sie eine Zahl bis {n} ein</translation>
    </message>
    <message>
        <source>Enter a number above {n}</source>
        <translation>Geben Sie eine Zahl über {n} ein</translation>
    </message>
    <message>
        <source>Enter a number below {n}</source>
        <translation>Geben Sie eine Zahl unter {n} ein</translation>
    </message>
    <message>
        <source>Enter a whole number</source>
        <translation>Geben Sie eine ganze Zahl ein</translation>
    </message>
    <message>
        <source>Enter text in quotes</source>
        <translation>Geben Sie Text in Anführungszeichen ein</translation>
    </message>
    <message>
        <source>Enter true or false</source>
        <translation>Geben Sie true oder false ein</translation>
    </message>
    <message>
        <source>Enter a share between 0 and 1, e.g. 0.8</source>
        <translation>Geben Sie einen Anteil zwischen 0 und 1 ein, etwa 0.8</translation>
    </message>
    <message>
        <source>Enter a list</source>
        <translation>Geben Sie eine Liste ein</translation>
    </message>
    <message>
        <source>Enter a time of day as "HH:MM", e.g. "17:00"</source>
        <translation>Geben Sie eine Uhrzeit als „HH:MM“ ein, etwa „17:00“</translation>
    </message>
    <message>
        <source>Enter a time of day as "HH:MM", e.g. "08:30"</source>
        <translation>Geben Sie eine Uhrzeit als „HH:MM“ ein, etwa „08:30“</translation>
    </message>
    <message>
        <source>Enter a date as "YYYY-MM-DD", e.g. "2026-12-23"</source>
        <translation>Geben Sie ein Datum als „JJJJ-MM-TT“ ein, etwa „2026-12-23“</translation>
    </message>
    <message>
        <source>Enter "allow", "block" or a number of contracts</source>
        <translation>Geben Sie „allow“, „block“ oder eine Zahl von Kontrakten ein</translation>
    </message>
    <message>
        <source>Enter either giveback in dollars or giveback_share, e.g. giveback = 200</source>
        <translation>Geben Sie entweder Dollar oder einen Anteil an, die höchstens zurückgegeben werden, etwa 200 Dollar</translation>
    </message>
    <message>
        <source>Enter ticks, the distance at which place_stop places the stop, e.g. ticks = 40</source>
        <translation>Geben Sie die Ticks an, in deren Abstand der Stop gesetzt wird, etwa 40</translation>
    </message>
    <message>
        <source>Enter a file with your events, e.g. file = "news.csv"</source>
        <translation>Geben Sie eine Datei mit Ihren Ereignissen an, etwa „news.csv“</translation>
    </message>
    <message>
        <source>Buffer must be less than max_loss ({n}), or nothing is left to lose</source>
        <translation>Der Puffer muss kleiner sein als der höchste Verlust ({n}), sonst bleibt nichts zu verlieren</translation>
    </message>
    <message>
        <source>Name a root symbol, e.g. "NQ"</source>
        <translation>Nennen Sie ein Stammsymbol, etwa „NQ“</translation>
    </message>
    <message>
        <source>Name root symbols in blocked or in allowed, e.g. blocked = ["CL"]</source>
        <translation>Nennen Sie Stammsymbole unter Gesperrt oder Erlaubt, etwa „CL“</translation>
    </message>
    <message>
        <source>{root} is one contract; name its root symbol {root2}, which holds for all expiries</source>
        <translation>{root} ist ein einzelner Kontrakt; nennen Sie sein Stammsymbol {root2}, das für alle Verfallstermine gilt</translation>
    </message>
    <message>
        <source>whole number from {n} up to {n2}</source>
        <translation>ganze Zahl von {n} bis {n2}</translation>
    </message>
    <message>
        <source>whole number from {n}</source>
        <translation>ganze Zahl ab {n}</translation>
    </message>
    <message>
        <source>whole number above {n}</source>
        <translation>ganze Zahl über {n}</translation>
    </message>
    <message>
        <source>whole number</source>
        <translation>ganze Zahl</translation>
    </message>
    <message>
        <source>amount above {n}</source>
        <translation>Betrag über {n}</translation>
    </message>
    <message>
        <source>amount from {n}</source>
        <translation>Betrag ab {n}</translation>
    </message>
    <message>
        <source>amount</source>
        <translation>Betrag</translation>
    </message>
    <message>
        <source>number from {n} up to {n2}</source>
        <translation>Zahl von {n} bis {n2}</translation>
    </message>
    <message>
        <source>number from {n}</source>
        <translation>Zahl ab {n}</translation>
    </message>
    <message>
        <source>number above {n}</source>
        <translation>Zahl über {n}</translation>
    </message>
    <message>
        <source>number</source>
        <translation>Zahl</translation>
    </message>
    <message>
        <source>time of day</source>
        <translation>Uhrzeit</translation>
    </message>
    <message>
        <source>text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Lockout overridden</source>
        <translation>Sperre aufgehoben</translation>
    </message>
    <message>
        <source>New entries are allowed again: the lockout by {title} is over, {time} would have been its end</source>
        <translation>Neue Einstiege sind wieder erlaubt: die Sperre durch {title} ist zu Ende, {time} wäre ihr Ende gewesen</translation>
    </message>
    <message>
        <source>{root} can be traded again: the lockout by {title} is over, {time} would have been its end</source>
        <translation>{root} kann wieder gehandelt werden: die Sperre durch {title} ist zu Ende, {time} wäre ihr Ende gewesen</translation>
    </message>
    <message>
        <source>Reason given: {rest}</source>
        <translation>Angegebener Grund: {rest}</translation>
    </message>
    <message>
        <source>that is not the admin password</source>
        <translation>das ist nicht das Admin-Passwort</translation>
    </message>
    <message>
        <source>that is not the admin password, or it is too soon after a wrong one; the next try counts in {n} s</source>
        <translation>das ist nicht das Admin-Passwort, oder es ist zu früh nach einem falschen; der nächste Versuch zählt in {n} s</translation>
    </message>
    <message>
        <source>the admin override is off; switch security.allow_override on, which is a loosening and takes its time</source>
        <translation>das Aufheben durch den Admin ist aus; schalten Sie security.allow_override ein, was eine Lockerung ist und dauert</translation>
    </message>
    <message>
        <source>the journal was changed from outside, so nothing is overridden before the next start</source>
        <translation>das Journal wurde von außen verändert, darum wird vor dem nächsten Start nichts aufgehoben</translation>
    </message>
    <message>
        <source>the admin password was set after the lockout began, so it cannot end it</source>
        <translation>das Admin-Passwort wurde erst nach Beginn der Sperre gesetzt und kann sie nicht beenden</translation>
    </message>
    <message>
        <source>no admin password is set, and an override needs one that was set before the lockout began</source>
        <translation>es ist kein Admin-Passwort gesetzt, und zum Aufheben braucht es eines, das vor Beginn der Sperre gesetzt war</translation>
    </message>
    <message>
        <source>everything is locked until {time}, and no override ends that</source>
        <translation>alles ist bis {time} gesperrt, und das hebt niemand auf</translation>
    </message>
    <message>
        <source>everything is locked, and no override ends that</source>
        <translation>alles ist gesperrt, und das hebt niemand auf</translation>
    </message>
    <message>
        <source>the account has not been read yet; ask again once it is</source>
        <translation>das Konto wurde noch nicht gelesen; fragen Sie danach noch einmal</translation>
    </message>
    <message>
        <source>nothing is locked</source>
        <translation>nichts ist gesperrt</translation>
    </message>
</context>
<context>
    <name>presets</name>
    <message>
        <source>Calm</source>
        <translation>Ruhig</translation>
    </message>
    <message>
        <source>Careful limits of your own for a small account, in micros: small losses, long pauses, stops that stay.</source>
        <translation>Vorsichtige eigene Limits für ein kleines Konto, in Micros: kleine Verluste, lange Pausen, Stops, die bleiben.</translation>
    </message>
    <message>
        <source>Change every number to what you can afford before a bad day, not on one.</source>
        <translation>Ändern Sie jede Zahl auf das, was Sie sich leisten können, vor einem schlechten Tag und nicht an einem.</translation>
    </message>
    <message>
        <source>Watch first</source>
        <translation>Erst beobachten</translation>
    </message>
    <message>
        <source>A first week without consequences: every rule that needs nothing of you tells what it would have done.</source>
        <translation>Eine erste Woche ohne Folgen: Jede Regel, die nichts von Ihnen braucht, meldet, was sie getan hätte.</translation>
    </message>
    <message>
        <source>Nothing is closed, cancelled or locked while every rule only observes.</source>
        <translation>Nichts wird geschlossen, storniert oder gesperrt, solange jede Regel nur beobachtet.</translation>
    </message>
    <message>
        <source>After a week take the rules that would have helped, with your own numbers: mode = 'enforce'.</source>
        <translation>Nehmen Sie nach einer Woche die Regeln, die geholfen hätten, mit Ihren eigenen Zahlen: Modus „Eingreifen“.</translation>
    </message>
    <message>
        <source>That is tighter, so it holds at once.</source>
        <translation>Das ist strenger, gilt also sofort.</translation>
    </message>
    <message>
        <source>Rules that need your instruments, balances or events are left out; add them when you know what you want.</source>
        <translation>Regeln, die Ihre Instrumente, Kontostände oder Ereignisse brauchen, fehlen; fügen Sie sie hinzu, wenn Sie wissen, was Sie wollen.</translation>
    </message>
    <message>
        <source>Topstep 50K Combine</source>
        <translation>Topstep 50K Combine</translation>
    </message>
    <message>
        <source>Published limits of the 50K Trading Combine on TopstepX, with the account flat before the firm flattens it.</source>
        <translation>Veröffentlichte Limits der 50K Trading Combine auf TopstepX; das Konto ist flat, bevor die Firma es glattstellt.</translation>
    </message>
    <message>
        <source>ZC, ZW, ZS, ZM, ZL, HE and LE close before 3:10 PM CT, at times the source does not give.</source>
        <translation>ZC, ZW, ZS, ZM, ZL, HE und LE schließen vor 15:10 CT, zu Zeiten, die die Quelle nicht nennt.</translation>
    </message>
    <message>
        <source>For these give hours of their own in session_hours.overrides, or switch symbol_blocks on.</source>
        <translation>Geben Sie für diese eigene Zeiten je Instrument an oder schalten Sie Gesperrte Instrumente ein.</translation>
    </message>
    <message>
        <source>The firm's pages may have changed since: compare before you rely on it.</source>
        <translation>Die Seiten der Firma können sich geändert haben: Vergleichen Sie, bevor Sie sich darauf verlassen.</translation>
    </message>
    <message>
        <source>the highest balance at the end of a day so far, as your firm shows it; 50000 for a new account</source>
        <translation>der höchste Kontostand am Ende eines Tages bisher, wie ihn die Firma zeigt; 50.000 für ein neues Konto</translation>
    </message>
    <message>
        <source>Several third-party summaries, none of them dated</source>
        <translation>Mehrere Zusammenfassungen Dritter, keine mit Datum</translation>
    </message>
    <message>
        <source>5 minis or 50 micros</source>
        <translation>5 Minis oder 50 Micros</translation>
    </message>
    <message>
        <source>Maximum Loss Limit of $2,000</source>
        <translation>Höchster Verlust von 2.000 $</translation>
    </message>
    <message>
        <source>The floor follows the highest balance at the end of a day and stops at the start balance; open losses count</source>
        <translation>Die Untergrenze folgt dem höchsten Kontostand am Ende eines Tages und hält beim Startkontostand; offene Verluste zählen</translation>
    </message>
    <message>
        <source>Trading ends $100 above the floor</source>
        <translation>Der Handel endet 100 $ über der Untergrenze</translation>
    </message>
    <message>
        <source>$1,000, the daily loss limit of older accounts and other platforms</source>
        <translation>1.000 $, das Tagesverlustlimit älterer Konten und anderer Plattformen</translation>
    </message>
    <message>
        <source>No daily loss limit by default on TopstepX for accounts created or reset since August 25, 2024</source>
        <translation>Kein Tagesverlustlimit als Standard auf TopstepX für Konten, die seit dem 25. August 2024 eröffnet oder zurückgesetzt wurden</translation>
    </message>
    <message>
        <source>Profit target of $3,000, of the whole Combine and not of a day</source>
        <translation>Gewinnziel von 3.000 $, der ganzen Combine und nicht eines Tages</translation>
    </message>
    <message>
        <source>Whether a consistency rule holds is not clear; none is enforced</source>
        <translation>Ob eine Konsistenzregel gilt, ist nicht klar; keine wird durchgesetzt</translation>
    </message>
    <message>
        <source>Flat by 3:10 PM CT, Monday to Friday; open again at 5:00 PM CT, on Sunday too</source>
        <translation>Flat bis 15:10 CT, Montag bis Freitag; wieder offen um 17:00 CT, auch am Sonntag</translation>
    </message>
    <message>
        <source>No entries from 3:05 PM CT, flat by 3:07 PM CT</source>
        <translation>Keine Einstiege ab 15:05 CT, flat bis 15:07 CT</translation>
    </message>
    <message>
        <source>ZC, ZW, ZS, ZM, ZL, HE and LE close before 3:10 PM CT; when is not known</source>
        <translation>ZC, ZW, ZS, ZM, ZL, HE und LE schließen vor 15:10 CT; wann, ist nicht bekannt</translation>
    </message>
    <message>
        <source>Topstep 100K Combine</source>
        <translation>Topstep 100K Combine</translation>
    </message>
    <message>
        <source>Published limits of the 100K Trading Combine on TopstepX, with the account flat before the firm flattens it.</source>
        <translation>Veröffentlichte Limits der 100K Trading Combine auf TopstepX; das Konto ist flat, bevor die Firma es glattstellt.</translation>
    </message>
    <message>
        <source>the highest balance at the end of a day so far, as your firm shows it; 100000 for a new account</source>
        <translation>der höchste Kontostand am Ende eines Tages bisher, wie ihn die Firma zeigt; 100.000 für ein neues Konto</translation>
    </message>
    <message>
        <source>10 minis or 100 micros</source>
        <translation>10 Minis oder 100 Micros</translation>
    </message>
    <message>
        <source>Maximum Loss Limit of $3,000</source>
        <translation>Höchster Verlust von 3.000 $</translation>
    </message>
    <message>
        <source>Trading ends $150 above the floor</source>
        <translation>Der Handel endet 150 $ über der Untergrenze</translation>
    </message>
    <message>
        <source>$2,000, the daily loss limit of older accounts and other platforms</source>
        <translation>2.000 $, das Tagesverlustlimit älterer Konten und anderer Plattformen</translation>
    </message>
    <message>
        <source>Profit target of $6,000, of the whole Combine and not of a day</source>
        <translation>Gewinnziel von 6.000 $, der ganzen Combine und nicht eines Tages</translation>
    </message>
    <message>
        <source>Topstep 150K Combine</source>
        <translation>Topstep 150K Combine</translation>
    </message>
    <message>
        <source>Published limits of the 150K Trading Combine on TopstepX, with the account flat before the firm flattens it.</source>
        <translation>Veröffentlichte Limits der 150K Trading Combine auf TopstepX; das Konto ist flat, bevor die Firma es glattstellt.</translation>
    </message>
    <message>
        <source>the highest balance at the end of a day so far, as your firm shows it; 150000 for a new account</source>
        <translation>der höchste Kontostand am Ende eines Tages bisher, wie ihn die Firma zeigt; 150.000 für ein neues Konto</translation>
    </message>
    <message>
        <source>15 minis or 150 micros</source>
        <translation>15 Minis oder 150 Micros</translation>
    </message>
    <message>
        <source>Maximum Loss Limit of $4,500</source>
        <translation>Höchster Verlust von 4.500 $</translation>
    </message>
    <message>
        <source>Trading ends $225 above the floor</source>
        <translation>Der Handel endet 225 $ über der Untergrenze</translation>
    </message>
    <message>
        <source>$3,000, the daily loss limit of older accounts and other platforms</source>
        <translation>3.000 $, das Tagesverlustlimit älterer Konten und anderer Plattformen</translation>
    </message>
    <message>
        <source>Profit target of $9,000, of the whole Combine and not of a day</source>
        <translation>Gewinnziel von 9.000 $, der ganzen Combine und nicht eines Tages</translation>
    </message>
    <message>
        <source>Topstep 50K Express Funded</source>
        <translation>Topstep 50K Express Funded</translation>
    </message>
    <message>
        <source>What is known of the 50K Express Funded Account on TopstepX; much of it could not be confirmed and is off.</source>
        <translation>Was vom 50K Express Funded Account auf TopstepX bekannt ist; vieles ließ sich nicht bestätigen und ist aus.</translation>
    </message>
    <message>
        <source>The scaling plan changes the contract limit only after the report of a session.</source>
        <translation>Der Scaling-Plan ändert das Kontraktlimit erst nach dem Bericht einer Sitzung.</translation>
    </message>
    <message>
        <source>Raise max_contracts yourself when your firm does.</source>
        <translation>Heben Sie die Kontrakte selbst an, wenn die Firma es tut.</translation>
    </message>
    <message>
        <source>max_drawdown needs the balances your firm shows you; the gateway may count from another base.</source>
        <translation>Höchster Drawdown braucht die Kontostände, die die Firma zeigt; das Gateway zählt vielleicht von einer anderen Grundlage.</translation>
    </message>
    <message>
        <source>the balance this account began with, as your firm shows it; it may be 0</source>
        <translation>der Kontostand, mit dem dieses Konto begann, wie ihn die Firma zeigt; er kann 0 sein</translation>
    </message>
    <message>
        <source>the highest balance at the end of a day so far, as your firm shows it</source>
        <translation>der höchste Kontostand am Ende eines Tages bisher, wie ihn die Firma zeigt</translation>
    </message>
    <message>
        <source>2 contracts to begin with; 3 above $1,500 of profit, 5 above $2,000</source>
        <translation>2 Kontrakte zu Beginn; 3 über 1.500 $ Gewinn, 5 über 2.000 $</translation>
    </message>
    <message>
        <source>A level changes only after the report of a session</source>
        <translation>Eine Stufe ändert sich erst nach dem Bericht einer Sitzung</translation>
    </message>
    <message>
        <source>Maximum Loss Limit of $2,000, the Combine's; that of this account is not confirmed</source>
        <translation>Höchster Verlust von 2.000 $, der der Combine; der dieses Kontos ist nicht bestätigt</translation>
    </message>
    <message>
        <source>Balances that begin at 0</source>
        <translation>Kontostände, die bei 0 beginnen</translation>
    </message>
    <message>
        <source>Topstep 100K Express Funded</source>
        <translation>Topstep 100K Express Funded</translation>
    </message>
    <message>
        <source>What is known of the 100K Express Funded Account on TopstepX; much of it could not be confirmed and is off.</source>
        <translation>Was vom 100K Express Funded Account auf TopstepX bekannt ist; vieles ließ sich nicht bestätigen und ist aus.</translation>
    </message>
    <message>
        <source>3 contracts to begin with; levels of 3, 4, 5 and 10, from profits that are not known</source>
        <translation>3 Kontrakte zu Beginn; Stufen von 3, 4, 5 und 10, ab Gewinnen, die nicht bekannt sind</translation>
    </message>
    <message>
        <source>Maximum Loss Limit of $3,000, the Combine's; that of this account is not confirmed</source>
        <translation>Höchster Verlust von 3.000 $, der der Combine; der dieses Kontos ist nicht bestätigt</translation>
    </message>
    <message>
        <source>Topstep 150K Express Funded</source>
        <translation>Topstep 150K Express Funded</translation>
    </message>
    <message>
        <source>What is known of the 150K Express Funded Account on TopstepX; much of it could not be confirmed and is off.</source>
        <translation>Was vom 150K Express Funded Account auf TopstepX bekannt ist; vieles ließ sich nicht bestätigen und ist aus.</translation>
    </message>
    <message>
        <source>3 contracts to begin with; levels of 3, 4, 5, 10 and 15, from profits that are not known</source>
        <translation>3 Kontrakte zu Beginn; Stufen von 3, 4, 5, 10 und 15, ab Gewinnen, die nicht bekannt sind</translation>
    </message>
    <message>
        <source>Maximum Loss Limit of $4,500, the Combine's; that of this account is not confirmed</source>
        <translation>Höchster Verlust von 4.500 $, der der Combine; der dieses Kontos ist nicht bestätigt</translation>
    </message>
</context>
<context>
    <name>rules</name>
    <message>
        <source>Contracts</source>
        <translation>Kontrakte</translation>
    </message>
    <message>
        <source>Too many contracts</source>
        <translation>Zu viele Kontrakte</translation>
    </message>
    <message>
        <source>the newest contracts above the limit are closed</source>
        <translation>die neuesten Kontrakte über dem Limit werden geschlossen</translation>
    </message>
    <message>
        <source>Holding more than the limit closes the newest contracts above it; orders that would exceed it are cancelled.</source>
        <translation>Wer mehr als das Limit hält, dem werden die neuesten Kontrakte darüber geschlossen; Orders, die es überschreiten würden, werden storniert.</translation>
    </message>
    <message>
        <source>You hold 4 NQ and buy 15 MNQ. Ten micros count as one mini, so that is 5.5 contracts with 5 allowed: the newest 5 MNQ are closed, and 4 NQ with 10 MNQ stay. An order to buy 1 more NQ is cancelled before it can fill. Holding exactly 5 is allowed.</source>
        <translation>Sie halten 4 NQ und kaufen 15 MNQ. Zehn Micros zählen wie ein Mini, das sind also 5,5 Kontrakte bei 5 erlaubten: Die neuesten 5 MNQ werden geschlossen, 4 NQ mit 10 MNQ bleiben. Eine Order, 1 weiteren NQ zu kaufen, wird storniert, bevor sie ausgeführt werden kann. Genau 5 zu halten ist erlaubt.</translation>
    </message>
    <message>
        <source>On</source>
        <translation>An</translation>
    </message>
    <message>
        <source>Whether the rule is judged at all.</source>
        <translation>Ob die Regel überhaupt beurteilt wird.</translation>
    </message>
    <message>
        <source>Mode</source>
        <translation>Modus</translation>
    </message>
    <message>
        <source>Only tell me: it says what it would have done, and does nothing.</source>
        <translation>Nur melden: Es sagt, was es getan hätte, und tut nichts.</translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation>Konten</translation>
    </message>
    <message>
        <source>All guarded accounts, or a list of account ids.</source>
        <translation>Alle geschützten Konten oder eine Liste von Kontonummern.</translation>
    </message>
    <message>
        <source>Lock all accounts</source>
        <translation>Alle Konten sperren</translation>
    </message>
    <message>
        <source>A lockout set here holds for all guarded accounts.</source>
        <translation>Eine hier gesetzte Sperre gilt für alle geschützten Konten.</translation>
    </message>
    <message>
        <source>Loudness</source>
        <translation>Lautstärke</translation>
    </message>
    <message>
        <source>How loudly a breach is announced.</source>
        <translation>Wie laut ein Verstoß gemeldet wird.</translation>
    </message>
    <message>
        <source>Warn at</source>
        <translation>Warnen bei</translation>
    </message>
    <message>
        <source>Shares of the limit at which to warn, each once a trading day.</source>
        <translation>Anteile des Limits, bei denen gewarnt wird, jeder einmal am Handelstag.</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>Limit</translation>
    </message>
    <message>
        <source>Most contracts held at once; holding exactly this many is allowed.</source>
        <translation>Höchste Zahl gleichzeitig gehaltener Kontrakte; genau so viele zu halten ist erlaubt.</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>Zählweise</translation>
    </message>
    <message>
        <source>All added up: every size. Longs against shorts: one is set against the other.</source>
        <translation>Alles zusammen: jede Größe zählt. Long gegen Short: eins wird gegen das andere verrechnet.</translation>
    </message>
    <message>
        <source>Micros per mini</source>
        <translation>Micros je Mini</translation>
    </message>
    <message>
        <source>With 10, ten micros count as one mini.</source>
        <translation>Mit 10 zählen zehn Micros wie ein Mini.</translation>
    </message>
    <message>
        <source>On breach</source>
        <translation>Bei Verstoß</translation>
    </message>
    <message>
        <source>Close what is above the limit, or everything.</source>
        <translation>Schließt, was über dem Limit liegt, oder alles.</translation>
    </message>
    <message>
        <source>Cancel excess orders</source>
        <translation>Überzählige Orders stornieren</translation>
    </message>
    <message>
        <source>Cancel entry orders whose fill would exceed the limit.</source>
        <translation>Storniert Einstiegsorders, deren Ausführung das Limit überschreiten würde.</translation>
    </message>
    <message>
        <source>Contracts per instrument</source>
        <translation>Kontrakte je Instrument</translation>
    </message>
    <message>
        <source>Too many contracts of one instrument</source>
        <translation>Zu viele Kontrakte eines Instruments</translation>
    </message>
    <message>
        <source>Holding more of an instrument than its limit closes the excess; all expiries of a root count together.</source>
        <translation>Wer von einem Instrument mehr als sein Limit hält, dem wird der Überschuss geschlossen; alle Verfallstermine eines Stammsymbols zählen zusammen.</translation>
    </message>
    <message>
        <source>You hold 2 NQ and buy 1 NQ of the next expiry. All expiries count together, so that is 3 NQ with 2 allowed: the newest 1 is closed. 10 MNQ beside them are fine, for each instrument has its own limit. ES is not listed, so 1 ES is closed as soon as it is bought.</source>
        <translation>Sie halten 2 NQ und kaufen 1 NQ des nächsten Verfallstermins. Alle Verfallstermine zählen zusammen, das sind also 3 NQ bei 2 erlaubten: Der neueste 1 wird geschlossen. 10 MNQ daneben sind in Ordnung, denn jedes Instrument hat sein eigenes Limit. ES steht nicht in der Liste, daher wird 1 ES geschlossen, sobald er gekauft ist.</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Limits</translation>
    </message>
    <message>
        <source>Most contracts of each root symbol, e.g. NQ = 2.</source>
        <translation>Höchste Zahl von Kontrakten je Stammsymbol, etwa NQ = 2.</translation>
    </message>
    <message>
        <source>Other instruments</source>
        <translation>Andere Instrumente</translation>
    </message>
    <message>
        <source>Allow, block, or a number for roots not listed.</source>
        <translation>Erlauben, sperren oder eine Zahl für nicht aufgeführte Symbole.</translation>
    </message>
    <message>
        <source>Close what is above the limit, or the whole position.</source>
        <translation>Schließt, was über dem Limit liegt, oder die ganze Position.</translation>
    </message>
    <message>
        <source>Daily realized loss</source>
        <translation>Realisierter Tagesverlust</translation>
    </message>
    <message>
        <source>Daily realized loss reached</source>
        <translation>Realisierter Tagesverlust erreicht</translation>
    </message>
    <message>
        <source>all positions are closed and this account is locked until {reset}</source>
        <translation>alle Positionen werden geschlossen und dieses Konto bis {reset} gesperrt</translation>
    </message>
    <message>
        <source>A realized loss of the day that reaches the limit closes everything and locks the account until the reset.</source>
        <translation>Ein realisierter Verlust des Tages, der das Limit erreicht, schließt alles und sperrt das Konto bis zum Reset.</translation>
    </message>
    <message>
        <source>Losing trades have cost $390.00 and all fills of the day $12.40 in fees: −$402.40 is past 80% of the limit, so no entries are possible until the reset. Leaving the last position costs another $98.00 and $1.48 in fees. That makes −$501.88: everything is closed, every order cancelled, and the account locked until 5:00 PM CT.</source>
        <translation>Verlusttrades haben 390,00 $ gekostet und alle Ausführungen des Tages 12,40 $ Gebühren: −402,40 $ liegen über 80 % des Limits, daher sind bis zum Reset keine Einstiege möglich. Der Ausstieg aus der letzten Position kostet weitere 98,00 $ und 1,48 $ Gebühren. Das macht −501,88 $: Alles wird geschlossen, jede Order storniert und das Konto bis 17:00 CT gesperrt.</translation>
    </message>
    <message>
        <source>Reduce only at</source>
        <translation>Nur verringern ab</translation>
    </message>
    <message>
        <source>Share of the limit from which no new entries are allowed until the reset; empty: never.</source>
        <translation>Anteil des Limits, ab dem bis zum Reset keine neuen Einstiege erlaubt sind; leer: nie.</translation>
    </message>
    <message>
        <source>Count fees</source>
        <translation>Gebühren zählen</translation>
    </message>
    <message>
        <source>Fees and commissions of all fills lower the result.</source>
        <translation>Gebühren und Kommissionen aller Ausführungen mindern das Ergebnis.</translation>
    </message>
    <message>
        <source>Realized loss of the trading day at which trading ends.</source>
        <translation>Realisierter Verlust des Handelstags, bei dem der Handel endet.</translation>
    </message>
    <message>
        <source>Open loss</source>
        <translation>Offener Verlust</translation>
    </message>
    <message>
        <source>Open loss limit reached</source>
        <translation>Limit für offenen Verlust erreicht</translation>
    </message>
    <message>
        <source>what has the loss is closed</source>
        <translation>geschlossen wird, was den Verlust hat</translation>
    </message>
    <message>
        <source>An open loss that reaches the limit closes everything, or with `scope = position` the position that has it.</source>
        <translation>Ein offener Verlust, der das Limit erreicht, schließt alles oder, wenn jede Position für sich zählt, die Position, die ihn hat.</translation>
    </message>
    <message>
        <source>You are long 2 MNQ from 20,000.25 and long 1 MES. The best bid of MNQ falls to 19,925.25, which is 75 points or exactly −$300.00 on 2 contracts: the 2 MNQ are closed. The MES stays, for each position is looked at alone. Nothing is locked; add lockout = "until_reset" to be locked as well.</source>
        <translation>Sie sind 2 MNQ long ab 20.000,25 und 1 MES long. Das beste Gebot des MNQ fällt auf 19.925,25, das sind 75 Punkte oder genau −300,00 $ auf 2 Kontrakte: Die 2 MNQ werden geschlossen. Der MES bleibt, denn jede Position wird für sich betrachtet. Gesperrt wird nichts; stellen Sie „Danach sperren“ auf „Bis zum Reset“, um auch gesperrt zu werden.</translation>
    </message>
    <message>
        <source>Looks at</source>
        <translation>Betrachtet</translation>
    </message>
    <message>
        <source>All positions together, or each position alone.</source>
        <translation>Alle Positionen zusammen oder jede für sich.</translation>
    </message>
    <message>
        <source>Then lock</source>
        <translation>Danach sperren</translation>
    </message>
    <message>
        <source>Whether the account is locked until the reset as well.</source>
        <translation>Ob das Konto auch bis zum Reset gesperrt wird.</translation>
    </message>
    <message>
        <source>Price taken</source>
        <translation>Verwendeter Preis</translation>
    </message>
    <message>
        <source>What an open position is worth. What an exit would get: the best bid for a long, the best ask for a short. The last trade: the price it was made at.</source>
        <translation>Was eine offene Position wert ist. Ausstieg: das beste Gebot für Long, der beste Brief für Short. Letzter Trade: der Preis, zu dem zuletzt gehandelt wurde.</translation>
    </message>
    <message>
        <source>Open loss at which positions are closed.</source>
        <translation>Offener Verlust, bei dem Positionen geschlossen werden.</translation>
    </message>
    <message>
        <source>Open profit</source>
        <translation>Offener Gewinn</translation>
    </message>
    <message>
        <source>Open profit target reached</source>
        <translation>Ziel für offenen Gewinn erreicht</translation>
    </message>
    <message>
        <source>what has the profit is closed</source>
        <translation>geschlossen wird, was den Gewinn hat</translation>
    </message>
    <message>
        <source>An open profit that reaches the target is taken: everything is closed, or the position that has it.</source>
        <translation>Ein offener Gewinn, der das Ziel erreicht, wird mitgenommen: Alles wird geschlossen oder die Position, die ihn hat.</translation>
    </message>
    <message>
        <source>You are long 1 ES from 6,050.00 and 2 MES from 6,046.00. The best bid of both reaches 6,056.00: +$300.00 and +$100.00 are +$400.00 together, so both positions are closed and the profit is taken. You may trade on.</source>
        <translation>Sie sind 1 ES long ab 6.050,00 und 2 MES ab 6.046,00. Das beste Gebot beider erreicht 6.056,00: +300,00 $ und +100,00 $ sind zusammen +400,00 $, daher werden beide Positionen geschlossen und der Gewinn mitgenommen. Sie dürfen weiterhandeln.</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>Open profit at which positions are closed.</source>
        <translation>Offener Gewinn, bei dem Positionen geschlossen werden.</translation>
    </message>
    <message>
        <source>Trade frequency</source>
        <translation>Handelshäufigkeit</translation>
    </message>
    <message>
        <source>Too many entries</source>
        <translation>Zu viele Einstiege</translation>
    </message>
    <message>
        <source>no new entries for a while</source>
        <translation>eine Weile keine neuen Einstiege</translation>
    </message>
    <message>
        <source>As many entries as a limit within a minute, an hour or the trading day: no new entries for a while.</source>
        <translation>So viele Einstiege wie ein Limit in einer Minute, einer Stunde oder am Handelstag: eine Weile keine neuen Einstiege.</translation>
    </message>
    <message>
        <source>Your third entry within 60 seconds fills at 9:30:50 AM CT: no new entries until 9:31:50. Exits and stops work as always. The tenth entry within an hour pauses entries for 30 minutes, the thirtieth of the trading day for an hour. An order that fills in several parts is one entry.</source>
        <translation>Ihr dritter Einstieg binnen 60 Sekunden wird um 9:30:50 CT ausgeführt: keine neuen Einstiege bis 9:31:50. Ausstiege und Stops gehen wie immer. Der zehnte Einstieg binnen einer Stunde pausiert Einstiege für 30 Minuten, der dreißigste des Handelstags für eine Stunde. Eine Order, die in mehreren Teilen ausgeführt wird, ist ein Einstieg.</translation>
    </message>
    <message>
        <source>Per minute</source>
        <translation>Pro Minute</translation>
    </message>
    <message>
        <source>Entries within 60 seconds at which entries pause; 0: off.</source>
        <translation>Einstiege binnen 60 Sekunden, bei denen Einstiege pausieren; 0: aus.</translation>
    </message>
    <message>
        <source>Per hour</source>
        <translation>Pro Stunde</translation>
    </message>
    <message>
        <source>Entries within an hour at which entries pause; 0: off.</source>
        <translation>Einstiege binnen einer Stunde, bei denen Einstiege pausieren; 0: aus.</translation>
    </message>
    <message>
        <source>Per day</source>
        <translation>Pro Tag</translation>
    </message>
    <message>
        <source>Entries in the trading day at which entries pause; 0: off.</source>
        <translation>Einstiege am Handelstag, bei denen Einstiege pausieren; 0: aus.</translation>
    </message>
    <message>
        <source>Pause after a minute's limit</source>
        <translation>Pause nach dem Minutenlimit</translation>
    </message>
    <message>
        <source>How long no entry is allowed.</source>
        <translation>Wie lange kein Einstieg erlaubt ist.</translation>
    </message>
    <message>
        <source>Pause after an hour's limit</source>
        <translation>Pause nach dem Stundenlimit</translation>
    </message>
    <message>
        <source>Pause after the day's limit</source>
        <translation>Pause nach dem Tageslimit</translation>
    </message>
    <message>
        <source>Orders with at least one opening fill, every fill (exits too, as TopstepX counts), or ended round trips.</source>
        <translation>Orders mit mindestens einer eröffnenden Ausführung, jede Ausführung (auch Ausstiege, wie TopstepX zählt) oder beendete Roundtrips.</translation>
    </message>
    <message>
        <source>Cooldown after a loss</source>
        <translation>Abkühlung nach einem Verlust</translation>
    </message>
    <message>
        <source>Time to cool down</source>
        <translation>Zeit zum Abkühlen</translation>
    </message>
    <message>
        <source>all positions are closed and this account pauses for a while</source>
        <translation>alle Positionen werden geschlossen und dieses Konto pausiert eine Weile</translation>
    </message>
    <message>
        <source>A round trip whose realized loss reaches a tier closes everything and locks the account for the tier's time.</source>
        <translation>Ein Roundtrip, dessen realisierter Verlust eine Stufe erreicht, schließt alles und sperrt das Konto für die Zeit der Stufe.</translation>
    </message>
    <message>
        <source>A first partial exit in MNQ loses $60.00, a second one $45.00, and the fees so far are $1.48: this round trip has lost $106.48, which reaches the first tier. What is left is closed and the account locked for 5 minutes. A round trip that loses $250.00 or more at once locks it for 30 minutes.</source>
        <translation>Ein erster Teilausstieg in MNQ verliert 60,00 $, ein zweiter 45,00 $, die Gebühren betragen bisher 1,48 $: Dieser Roundtrip hat 106,48 $ verloren und erreicht die erste Stufe. Der Rest wird geschlossen und das Konto für 5 Minuten gesperrt. Ein Roundtrip, der auf einmal 250,00 $ oder mehr verliert, sperrt es für 30 Minuten.</translation>
    </message>
    <message>
        <source>Basis</source>
        <translation>Grundlage</translation>
    </message>
    <message>
        <source>The realized loss of a round trip so far (partial exits count), or of a single closing fill.</source>
        <translation>Der bisher realisierte Verlust eines Roundtrips (Teilausstiege zählen) oder der einer einzelnen schließenden Ausführung.</translation>
    </message>
    <message>
        <source>Tiers</source>
        <translation>Stufen</translation>
    </message>
    <message>
        <source>Losses in dollars and the pause in seconds from each of them on; the deepest one reached counts.</source>
        <translation>Verluste in Dollar und die Pause in Sekunden ab jedem davon; die tiefste erreichte zählt.</translation>
    </message>
    <message>
        <source>Close positions</source>
        <translation>Positionen schließen</translation>
    </message>
    <message>
        <source>Close everything and allow nothing during the pause; off: only no new entries.</source>
        <translation>Alles schließen und während der Pause nichts erlauben; aus: nur keine neuen Einstiege.</translation>
    </message>
    <message>
        <source>Stop required</source>
        <translation>Stop verlangt</translation>
    </message>
    <message>
        <source>No stop in time</source>
        <translation>Kein Stop zur rechten Zeit</translation>
    </message>
    <message>
        <source>the position is closed or gets a stop</source>
        <translation>die Position wird geschlossen oder bekommt einen Stop</translation>
    </message>
    <message>
        <source>A position that stays without protective stops for the grace time is closed, or gets a stop.</source>
        <translation>Eine Position, die während der Frist ohne schützende Stops bleibt, wird geschlossen oder bekommt einen Stop.</translation>
    </message>
    <message>
        <source>At 9:30:00 AM CT you buy 2 MNQ and place a stop for 1 of them. One contract is not covered, so at 9:30:10 both are closed. Had the second stop come at 9:30:07, nothing would have happened. With action = "place_stop" and ticks = 40 a stop is placed 10.00 points from your average price instead.</source>
        <translation>Um 9:30:00 CT kaufen Sie 2 MNQ und setzen einen Stop für 1 davon. Ein Kontrakt ist nicht gedeckt, daher werden um 9:30:10 beide geschlossen. Wäre der zweite Stop um 9:30:07 gekommen, wäre nichts geschehen. Mit „Einen Stop setzen“ und 40 Ticks wird stattdessen ein Stop 10,00 Punkte von Ihrem Durchschnittspreis gesetzt.</translation>
    </message>
    <message>
        <source>Grace</source>
        <translation>Frist</translation>
    </message>
    <message>
        <source>How long a position may be without its stop.</source>
        <translation>Wie lange eine Position ohne ihren Stop sein darf.</translation>
    </message>
    <message>
        <source>Cover the whole size</source>
        <translation>Ganze Größe decken</translation>
    </message>
    <message>
        <source>Stops must cover every contract; off: any protective stop suffices.</source>
        <translation>Stops müssen jeden Kontrakt decken; aus: Irgendein schützender Stop genügt.</translation>
    </message>
    <message>
        <source>Close the position, or place a stop for what is not covered.</source>
        <translation>Die Position schließen oder einen Stop für das Ungedeckte setzen.</translation>
    </message>
    <message>
        <source>Stop distance</source>
        <translation>Stop-Abstand</translation>
    </message>
    <message>
        <source>How far from the average price the stop is placed; needed for place_stop.</source>
        <translation>Wie weit vom Durchschnittspreis der Stop gesetzt wird; nötig, wenn ein Stop gesetzt werden soll.</translation>
    </message>
    <message>
        <source>Session hours</source>
        <translation>Handelszeiten</translation>
    </message>
    <message>
        <source>Outside session hours</source>
        <translation>Außerhalb der Handelszeiten</translation>
    </message>
    <message>
        <source>all positions are closed and this account is locked until the next opening</source>
        <translation>alle Positionen werden geschlossen und dieses Konto bis zur nächsten Öffnung gesperrt</translation>
    </message>
    <message>
        <source>Outside its hours an account is flat and locked until the next opening.</source>
        <translation>Außerhalb seiner Zeiten ist ein Konto flat und bis zur nächsten Öffnung gesperrt.</translation>
    </message>
    <message>
        <source>On a Tuesday entries end at 2:45 PM CT, 900 seconds before the end. At 2:59 PM everything is closed and the account is locked until Wednesday, 8:30 AM CT. On Friday it is locked until Monday. On an exchange holiday it does not open, and on an early close the same happens that much earlier.</source>
        <translation>An einem Dienstag enden Einstiege um 14:45 CT, 900 Sekunden vor dem Ende. Um 14:59 wird alles geschlossen und das Konto bis Mittwoch, 8:30 CT, gesperrt. Am Freitag ist es bis Montag gesperrt. An einem Börsenfeiertag öffnet es nicht, und bei einem frühen Schluss geschieht dasselbe entsprechend früher.</translation>
    </message>
    <message>
        <source>Hours</source>
        <translation>Zeiten</translation>
    </message>
    <message>
        <source>When trading is allowed: days, start (inclusive) and end (exclusive). One that ends at or before its start runs into the next day.</source>
        <translation>Wann gehandelt werden darf: Tage, Beginn (eingeschlossen) und Ende (ausgeschlossen). Endet eine Zeit an oder vor ihrem Beginn, läuft sie in den nächsten Tag.</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>Zeitzone</translation>
    </message>
    <message>
        <source>Zone of the times; empty: the zone of the reset.</source>
        <translation>Zone der Zeiten; leer: die Zone des Resets.</translation>
    </message>
    <message>
        <source>Other hours by instrument</source>
        <translation>Andere Zeiten je Instrument</translation>
    </message>
    <message>
        <source>Hours of single root symbols, in place of the above.</source>
        <translation>Zeiten einzelner Stammsymbole anstelle der obigen.</translation>
    </message>
    <message>
        <source>Exchange calendar</source>
        <translation>Börsenkalender</translation>
    </message>
    <message>
        <source>Whose holidays and early closes hold.</source>
        <translation>Wessen Feiertage und frühe Schlüsse gelten.</translation>
    </message>
    <message>
        <source>Own holidays</source>
        <translation>Eigene Feiertage</translation>
    </message>
    <message>
        <source>Dates on which nothing is traded, on top of the calendar.</source>
        <translation>Tage, an denen nichts gehandelt wird, zusätzlich zum Kalender.</translation>
    </message>
    <message>
        <source>Own early closes</source>
        <translation>Eigene frühe Schlüsse</translation>
    </message>
    <message>
        <source>Dates with a time at which trading ends.</source>
        <translation>Tage mit einer Uhrzeit, zu der der Handel endet.</translation>
    </message>
    <message>
        <source>Flatten before the end</source>
        <translation>Glattstellen vor dem Ende</translation>
    </message>
    <message>
        <source>How long before the end of the hours everything is closed.</source>
        <translation>Wie lange vor dem Ende der Zeiten alles geschlossen wird.</translation>
    </message>
    <message>
        <source>No entries before the end</source>
        <translation>Keine Einstiege vor dem Ende</translation>
    </message>
    <message>
        <source>How long before the end of the hours no position may be opened or increased.</source>
        <translation>Wie lange vor dem Ende der Zeiten keine Position eröffnet oder vergrößert werden darf.</translation>
    </message>
    <message>
        <source>Trading permission</source>
        <translation>Handelserlaubnis</translation>
    </message>
    <message>
        <source>Your firm has blocked trading</source>
        <translation>Ihre Firma hat den Handel gesperrt</translation>
    </message>
    <message>
        <source>all positions are closed and this account is locked until trading is allowed again</source>
        <translation>alle Positionen werden geschlossen und dieses Konto gesperrt, bis der Handel wieder erlaubt ist</translation>
    </message>
    <message>
        <source>When the firm blocks trading, everything is closed as far as it lets us; locked until it allows trading again.</source>
        <translation>Sperrt die Firma den Handel, wird alles geschlossen, soweit sie es zulässt; gesperrt, bis sie den Handel wieder erlaubt.</translation>
    </message>
    <message>
        <source>Your firm takes the right to trade from one of your accounts while 1 ES is held in it. RiskGuard closes the 1 ES as far as the gateway allows, and locks all guarded accounts. The lockout ends when that account may trade again.</source>
        <translation>Ihre Firma entzieht einem Ihrer Konten das Recht zu handeln, während 1 ES darin gehalten wird. RiskGuard schließt den 1 ES, soweit das Gateway es erlaubt, und sperrt alle geschützten Konten. Die Sperre endet, wenn dieses Konto wieder handeln darf.</translation>
    </message>
    <message>
        <source>Blocked instruments</source>
        <translation>Gesperrte Instrumente</translation>
    </message>
    <message>
        <source>This instrument is blocked</source>
        <translation>Dieses Instrument ist gesperrt</translation>
    </message>
    <message>
        <source>what is held in it is closed and its orders are cancelled</source>
        <translation>was darin gehalten wird, wird geschlossen, und seine Orders werden storniert</translation>
    </message>
    <message>
        <source>A position or order in a blocked instrument is closed or cancelled, and the instrument locked while it is so.</source>
        <translation>Eine Position oder Order in einem gesperrten Instrument wird geschlossen oder storniert und das Instrument gesperrt, solange es so ist.</translation>
    </message>
    <message>
        <source>You buy 1 CL: it is closed at once. An order to buy 1 NG is cancelled before it can fill. CL and NG stay locked as long as the list names them, and all other instruments trade as before.</source>
        <translation>Sie kaufen 1 CL: Er wird sofort geschlossen. Eine Order, 1 NG zu kaufen, wird storniert, bevor sie ausgeführt werden kann. CL und NG bleiben gesperrt, solange die Liste sie nennt, und alle anderen Instrumente handeln wie zuvor.</translation>
    </message>
    <message>
        <source>Blocked</source>
        <translation>Gesperrt</translation>
    </message>
    <message>
        <source>Root symbols that are never traded, e.g. ["CL", "NG"].</source>
        <translation>Stammsymbole, die nie gehandelt werden, etwa CL, NG.</translation>
    </message>
    <message>
        <source>Allowed</source>
        <translation>Erlaubt</translation>
    </message>
    <message>
        <source>The only root symbols that may be traded; empty: all. One that is blocked as well stays blocked.</source>
        <translation>Die einzigen Stammsymbole, die gehandelt werden dürfen; leer: alle. Eines, das auch gesperrt ist, bleibt gesperrt.</translation>
    </message>
    <message>
        <source>Trade management</source>
        <translation>Trade-Verwaltung</translation>
    </message>
    <message>
        <source>stop and target are placed and moved</source>
        <translation>Stop und Ziel werden gesetzt und nachgezogen</translation>
    </message>
    <message>
        <source>On a new position the stop and target it lacks are placed; the stop then only ever moves toward profit.</source>
        <translation>Für eine neue Position werden fehlender Stop und fehlendes Ziel gesetzt; der Stop bewegt sich danach nur noch in Richtung Gewinn.</translation>
    </message>
    <message>
        <source>You buy 1 MNQ at 20,000.00 without a stop. A stop is placed at 19,990.00, 40 ticks below, and a target at 20,020.00, 80 ticks above. At a best bid of 20,007.50 the stop moves to 20,000.50, 2 ticks beyond break-even. At 20,015.00 it moves to 20,007.50, 30 ticks behind, and follows from there; it never moves back.</source>
        <translation>Sie kaufen 1 MNQ bei 20.000,00 ohne Stop. Ein Stop wird bei 19.990,00 gesetzt, 40 Ticks darunter, und ein Ziel bei 20.020,00, 80 Ticks darüber. Bei einem besten Gebot von 20.007,50 rückt der Stop auf 20.000,50, 2 Ticks über Break-even. Bei 20.015,00 rückt er auf 20.007,50, 30 Ticks dahinter, und folgt von da an; zurück geht er nie.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>A stop this far from the average price of a new position.</source>
        <translation>Ein Stop so weit vom Durchschnittspreis einer neuen Position.</translation>
    </message>
    <message>
        <source>A target this far from the average price.</source>
        <translation>Ein Ziel so weit vom Durchschnittspreis.</translation>
    </message>
    <message>
        <source>Stop in dollars</source>
        <translation>Stop in Dollar</translation>
    </message>
    <message>
        <source>The stop in dollars a contract.</source>
        <translation>Der Stop in Dollar je Kontrakt.</translation>
    </message>
    <message>
        <source>Target in dollars</source>
        <translation>Ziel in Dollar</translation>
    </message>
    <message>
        <source>The target in dollars a contract.</source>
        <translation>Das Ziel in Dollar je Kontrakt.</translation>
    </message>
    <message>
        <source>Break-even at</source>
        <translation>Break-even bei</translation>
    </message>
    <message>
        <source>From this profit on the stop goes to break-even.</source>
        <translation>Ab diesem Gewinn rückt der Stop auf Break-even.</translation>
    </message>
    <message>
        <source>Break-even offset</source>
        <translation>Abstand zum Break-even</translation>
    </message>
    <message>
        <source>How far beyond the average price it goes then.</source>
        <translation>Wie weit über den Durchschnittspreis hinaus er dann rückt.</translation>
    </message>
    <message>
        <source>Trail from</source>
        <translation>Nachziehen ab</translation>
    </message>
    <message>
        <source>From this profit on the stop follows the best price.</source>
        <translation>Ab diesem Gewinn folgt der Stop dem besten Preis.</translation>
    </message>
    <message>
        <source>Trail by</source>
        <translation>Nachziehen um</translation>
    </message>
    <message>
        <source>How far behind the best price.</source>
        <translation>Wie weit hinter dem besten Preis.</translation>
    </message>
    <message>
        <source>Least interval</source>
        <translation>Kleinster Abstand</translation>
    </message>
    <message>
        <source>An order is changed at most once in this time.</source>
        <translation>In dieser Zeit wird eine Order höchstens einmal geändert.</translation>
    </message>
    <message>
        <source>Daily profit target</source>
        <translation>Tagesziel</translation>
    </message>
    <message>
        <source>Daily profit target reached</source>
        <translation>Tagesziel erreicht</translation>
    </message>
    <message>
        <source>the day is done: all positions are closed and this account is locked until {reset}</source>
        <translation>der Tag ist geschafft: alle Positionen werden geschlossen und dieses Konto bis {reset} gesperrt</translation>
    </message>
    <message>
        <source>A realized profit of the day that reaches the target ends the day: all is closed and locked until the reset.</source>
        <translation>Ein realisierter Gewinn des Tages, der das Ziel erreicht, beendet den Tag: Alles wird geschlossen und bis zum Reset gesperrt.</translation>
    </message>
    <message>
        <source>Your closed trades have made $624.00, and all fills of the day have cost $18.60 in fees: +$605.40 is past the target. What is still open is closed, and the account is locked until 5:00 PM CT. Done for today, well played.</source>
        <translation>Ihre geschlossenen Trades haben 624,00 $ gebracht, alle Ausführungen des Tages 18,60 $ Gebühren gekostet: +605,40 $ liegen über dem Ziel. Was noch offen ist, wird geschlossen und das Konto bis 17:00 CT gesperrt. Fertig für heute, gut gespielt.</translation>
    </message>
    <message>
        <source>Fees and commissions of all fills lower the result; without them the target is reached earlier.</source>
        <translation>Gebühren und Kommissionen aller Ausführungen mindern das Ergebnis; ohne sie wird das Ziel früher erreicht.</translation>
    </message>
    <message>
        <source>Realized profit of the trading day at which trading ends.</source>
        <translation>Realisierter Gewinn des Handelstags, bei dem der Handel endet.</translation>
    </message>
    <message>
        <source>Daily net loss</source>
        <translation>Tagesverlust netto</translation>
    </message>
    <message>
        <source>Daily net loss reached</source>
        <translation>Tagesverlust netto erreicht</translation>
    </message>
    <message>
        <source>A net loss of the day, realized and open, that reaches the limit closes all and locks until the reset.</source>
        <translation>Ein Nettoverlust des Tages, realisiert und offen, der das Limit erreicht, schließt alles und sperrt bis zum Reset.</translation>
    </message>
    <message>
        <source>The best net result of the day was +$300.00. Then a trade brings the realized result to −$150.00, and an open position stands at −$50.00: −$200.00 is $500.00 below the best, so everything is closed and the account locked until 5:00 PM CT. Without trailing it would go on to −$500.00.</source>
        <translation>Das beste Nettoergebnis des Tages war +300,00 $. Dann bringt ein Trade das realisierte Ergebnis auf −150,00 $, und eine offene Position steht bei −50,00 $: −200,00 $ liegen 500,00 $ unter dem besten, daher wird alles geschlossen und das Konto bis 17:00 CT gesperrt. Ohne Nachziehen ginge es bis −500,00 $ weiter.</translation>
    </message>
    <message>
        <source>Net loss of the trading day at which trading ends.</source>
        <translation>Nettoverlust des Handelstags, bei dem der Handel endet.</translation>
    </message>
    <message>
        <source>From the day's best</source>
        <translation>Vom Tagesbesten</translation>
    </message>
    <message>
        <source>Measure the loss from the day's best net result instead of zero.</source>
        <translation>Misst den Verlust vom besten Nettoergebnis des Tages statt von null.</translation>
    </message>
    <message>
        <source>Maximum drawdown</source>
        <translation>Höchster Drawdown</translation>
    </message>
    <message>
        <source>Drawdown floor reached</source>
        <translation>Drawdown-Untergrenze erreicht</translation>
    </message>
    <message>
        <source>When balance and open result together fall to the firm's floor, all is closed and locked until the reset.</source>
        <translation>Fallen Kontostand und offenes Ergebnis zusammen auf die Untergrenze der Firma, wird alles geschlossen und bis zum Reset gesperrt.</translation>
    </message>
    <message>
        <source>The highest balance at the end of a day was $51,200.00, so the floor is $49,200.00, and trading ends $100.00 above it at $49,300.00. With a balance of $49,650.00 and an open loss of $350.00 it is reached: everything is closed and the account locked until 5:00 PM CT. A day that ends at $51,500.00 raises the floor to $49,500.00 at the reset; it never rises above $50,000.00.</source>
        <translation>Der höchste Kontostand am Ende eines Tages war 51.200,00 $, die Untergrenze ist also 49.200,00 $, und der Handel endet 100,00 $ darüber bei 49.300,00 $. Mit einem Kontostand von 49.650,00 $ und einem offenen Verlust von 350,00 $ ist sie erreicht: Alles wird geschlossen und das Konto bis 17:00 CT gesperrt. Ein Tag, der bei 51.500,00 $ endet, hebt die Untergrenze beim Reset auf 49.500,00 $; über 50.000,00 $ steigt sie nie.</translation>
    </message>
    <message>
        <source>Start balance</source>
        <translation>Startkontostand</translation>
    </message>
    <message>
        <source>Balance the account began with; the floor never rises above it.</source>
        <translation>Kontostand, mit dem das Konto begann; die Untergrenze steigt nie darüber.</translation>
    </message>
    <message>
        <source>Maximum loss</source>
        <translation>Höchster Verlust</translation>
    </message>
    <message>
        <source>How far below the high balance the floor is.</source>
        <translation>Wie weit die Untergrenze unter dem höchsten Kontostand liegt.</translation>
    </message>
    <message>
        <source>High balance</source>
        <translation>Höchster Kontostand</translation>
    </message>
    <message>
        <source>Highest balance so far as the firm reckons it; empty: the start balance. RiskGuard raises it from then on.</source>
        <translation>Höchster Kontostand bisher, wie ihn die Firma rechnet; leer: der Startkontostand. Von da an hebt RiskGuard ihn an.</translation>
    </message>
    <message>
        <source>Buffer</source>
        <translation>Puffer</translation>
    </message>
    <message>
        <source>How far above the floor trading ends already.</source>
        <translation>Wie weit über der Untergrenze der Handel schon endet.</translation>
    </message>
    <message>
        <source>High balance follows</source>
        <translation>Höchster Kontostand folgt</translation>
    </message>
    <message>
        <source>End of day: the balance at each reset. All day: balance and open result, at once.</source>
        <translation>Tagesende: der Kontostand bei jedem Reset. Ganztägig: Kontostand und offenes Ergebnis, sofort.</translation>
    </message>
    <message>
        <source>Losses in a row</source>
        <translation>Verluste in Folge</translation>
    </message>
    <message>
        <source>Too many losses in a row</source>
        <translation>Zu viele Verluste in Folge</translation>
    </message>
    <message>
        <source>trading pauses for a while, or until {reset}</source>
        <translation>der Handel pausiert eine Weile oder bis {reset}</translation>
    </message>
    <message>
        <source>So many losing round trips in a row within the trading day: no new entries, or everything is closed.</source>
        <translation>So viele Verlust-Roundtrips in Folge am Handelstag: keine neuen Einstiege, oder alles wird geschlossen.</translation>
    </message>
    <message>
        <source>Your round trips end at −$40.00, −$65.00, +$2.00 and −$30.00. The third is within $5.00 of zero, so it neither counts nor breaks the row: the last is the third loss in a row. It closes at 10:31 AM CT, so there are no new entries until 11:01 AM CT. Exits and stops work as always.</source>
        <translation>Ihre Roundtrips enden bei −40,00 $, −65,00 $, +2,00 $ und −30,00 $. Der dritte liegt keine 5,00 $ von null entfernt, daher zählt er nicht und bricht die Folge nicht: Der letzte ist der dritte Verlust in Folge. Er schließt um 10:31 CT, daher gibt es bis 11:01 CT keine neuen Einstiege. Ausstiege und Stops gehen wie immer.</translation>
    </message>
    <message>
        <source>Losses</source>
        <translation>Verluste</translation>
    </message>
    <message>
        <source>Losing round trips in a row at which trading pauses.</source>
        <translation>Verlust-Roundtrips in Folge, bei denen der Handel pausiert.</translation>
    </message>
    <message>
        <source>Scratch</source>
        <translation>Nullbereich</translation>
    </message>
    <message>
        <source>A round trip that ends within this many dollars of zero neither counts nor breaks the row.</source>
        <translation>Ein Roundtrip, der höchstens so viele Dollar von null endet, zählt nicht und bricht die Folge nicht.</translation>
    </message>
    <message>
        <source>Lockout</source>
        <translation>Sperre</translation>
    </message>
    <message>
        <source>No new entries, or close everything and allow nothing.</source>
        <translation>Keine neuen Einstiege, oder alles schließen und nichts erlauben.</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>How long the lockout lasts; empty: until the reset.</source>
        <translation>Wie lange die Sperre dauert; leer: bis zum Reset.</translation>
    </message>
    <message>
        <source>Fees and commissions of all fills lower the result of a round trip.</source>
        <translation>Gebühren und Kommissionen aller Ausführungen mindern das Ergebnis eines Roundtrips.</translation>
    </message>
    <message>
        <source>Profit given back</source>
        <translation>Gewinn zurückgegeben</translation>
    </message>
    <message>
        <source>Too much profit given back</source>
        <translation>Zu viel Gewinn zurückgegeben</translation>
    </message>
    <message>
        <source>Once the day has made enough, giving back too much of its best result closes all and locks until the reset.</source>
        <translation>Hat der Tag genug gebracht, schließt alles und sperrt bis zum Reset, wer zu viel vom besten Ergebnis zurückgibt.</translation>
    </message>
    <message>
        <source>Net P&amp;L of the day reaches +$650.00, which is past $400.00, so from here on 40% of the best may be given back: $260.00. When it falls to +$390.00, everything is closed and the account is locked until 5:00 PM CT. A day that never makes $400.00 is left alone.</source>
        <translation>Das Nettoergebnis des Tages erreicht +650,00 $ und liegt damit über 400,00 $, daher dürfen von da an 40 % des besten zurückgegeben werden: 260,00 $. Fällt es auf +390,00 $, wird alles geschlossen und das Konto bis 17:00 CT gesperrt. Ein Tag, der nie 400,00 $ bringt, wird in Ruhe gelassen.</translation>
    </message>
    <message>
        <source>From a profit of</source>
        <translation>Ab einem Gewinn von</translation>
    </message>
    <message>
        <source>Net profit of the day from which it is protected.</source>
        <translation>Nettogewinn des Tages, ab dem er geschützt wird.</translation>
    </message>
    <message>
        <source>Give back at most</source>
        <translation>Höchstens zurückgeben</translation>
    </message>
    <message>
        <source>Dollars below the day's best at which trading ends; empty where a share is given.</source>
        <translation>Dollar unter dem Tagesbesten, bei denen der Handel endet; leer, wenn ein Anteil angegeben ist.</translation>
    </message>
    <message>
        <source>Share given back at most</source>
        <translation>Anteil höchstens zurückgegeben</translation>
    </message>
    <message>
        <source>Share of the day's best at which trading ends, e.g. 0.4; empty where dollars are given.</source>
        <translation>Anteil des Tagesbesten, bei dem der Handel endet, etwa 40 %; leer, wenn Dollar angegeben sind.</translation>
    </message>
    <message>
        <source>Time in a position</source>
        <translation>Zeit in einer Position</translation>
    </message>
    <message>
        <source>Held too long</source>
        <translation>Zu lange gehalten</translation>
    </message>
    <message>
        <source>the position is closed</source>
        <translation>die Position wird geschlossen</translation>
    </message>
    <message>
        <source>A position whose round trip has been open for the limit is closed, at that very instant.</source>
        <translation>Eine Position, deren Roundtrip so lange offen ist wie das Limit, wird genau in diesem Augenblick geschlossen.</translation>
    </message>
    <message>
        <source>You buy 2 MES at 9:40:00 AM CT and sell 1 of them at 9:55. The round trip is not over, so at 10:10:00 the other one is closed. Nothing is locked; the next position has 30 minutes of its own.</source>
        <translation>Sie kaufen 2 MES um 9:40:00 CT und verkaufen 1 davon um 9:55. Der Roundtrip ist nicht zu Ende, daher wird der andere um 10:10:00 geschlossen. Gesperrt wird nichts; die nächste Position hat ihre eigenen 30 Minuten.</translation>
    </message>
    <message>
        <source>How long a round trip may be open, from its first opening fill on.</source>
        <translation>Wie lange ein Roundtrip offen sein darf, ab seiner ersten eröffnenden Ausführung.</translation>
    </message>
    <message>
        <source>Stop guard</source>
        <translation>Stop-Wächter</translation>
    </message>
    <message>
        <source>Stop pulled</source>
        <translation>Stop weggezogen</translation>
    </message>
    <message>
        <source>the stop is put back</source>
        <translation>der Stop wird zurückgesetzt</translation>
    </message>
    <message>
        <source>A protective stop that is cancelled, made smaller or moved away from the market is put back.</source>
        <translation>Ein schützender Stop, der storniert, verkleinert oder vom Markt weg verschoben wird, wird zurückgesetzt.</translation>
    </message>
    <message>
        <source>You are long 2 MNQ with a stop for both at 19,980.00. At 10:05:00 AM CT you move it down to 19,960.00: at 10:05:02 it is put back to 19,980.00. Were the market at or below 19,980.00 by then, the position would be closed. Moving the stop up to 19,990.00 is fine.</source>
        <translation>Sie sind 2 MNQ long mit einem Stop für beide bei 19.980,00. Um 10:05:00 CT verschieben Sie ihn auf 19.960,00: Um 10:05:02 wird er auf 19.980,00 zurückgesetzt. Stünde der Markt dann bei oder unter 19.980,00, würde die Position geschlossen. Den Stop auf 19.990,00 anzuheben ist in Ordnung.</translation>
    </message>
    <message>
        <source>Wait</source>
        <translation>Wartezeit</translation>
    </message>
    <message>
        <source>How long after a change it is judged.</source>
        <translation>Wie lange nach einer Änderung sie beurteilt wird.</translation>
    </message>
    <message>
        <source>No adding to losers</source>
        <translation>Kein Nachkaufen im Verlust</translation>
    </message>
    <message>
        <source>Change of position not allowed</source>
        <translation>Änderung der Position nicht erlaubt</translation>
    </message>
    <message>
        <source>what was added is taken back, or the position is closed</source>
        <translation>das Nachgekaufte wird zurückgenommen oder die Position geschlossen</translation>
    </message>
    <message>
        <source>What is added to a losing position is taken back; with `no_flip` a position turned round is closed.</source>
        <translation>Was zu einer Verlustposition hinzukommt, wird zurückgenommen; ist Drehen verboten, wird eine gedrehte Position geschlossen.</translation>
    </message>
    <message>
        <source>You are long 1 MES from 6,050.00 and the best bid is 6,048.00: −$10.00. You buy 1 more, so 1 is closed again and the size is the old one. At a best bid of 6,052.00 the same purchase would be fine. You leave the position at 10:05:00 AM CT and sell 1 short at 10:05:30: within 60 seconds that counts as turning round, and the short is closed.</source>
        <translation>Sie sind 1 MES long ab 6.050,00, das beste Gebot ist 6.048,00: −10,00 $. Sie kaufen 1 dazu, daher wird 1 wieder geschlossen, und die Größe ist die alte. Bei einem besten Gebot von 6.052,00 wäre derselbe Kauf in Ordnung. Sie verlassen die Position um 10:05:00 CT und verkaufen um 10:05:30 1 leer: Binnen 60 Sekunden gilt das als Drehen, und der Short wird geschlossen.</translation>
    </message>
    <message>
        <source>No averaging down</source>
        <translation>Kein Verbilligen</translation>
    </message>
    <message>
        <source>A position with a negative open result must not be increased.</source>
        <translation>Eine Position mit negativem offenem Ergebnis darf nicht vergrößert werden.</translation>
    </message>
    <message>
        <source>No turning round</source>
        <translation>Kein Drehen</translation>
    </message>
    <message>
        <source>A position turned round to the other side is closed.</source>
        <translation>Eine auf die andere Seite gedrehte Position wird geschlossen.</translation>
    </message>
    <message>
        <source>Wait before the other side</source>
        <translation>Warten vor der anderen Seite</translation>
    </message>
    <message>
        <source>How long after leaving a position the other side counts as turning round; 0: only in one go.</source>
        <translation>Wie lange nach dem Verlassen einer Position die andere Seite als Drehen gilt; 0: nur in einem Zug.</translation>
    </message>
    <message>
        <source>Failed stop</source>
        <translation>Versagter Stop</translation>
    </message>
    <message>
        <source>A stop did not fill</source>
        <translation>Ein Stop wurde nicht ausgeführt</translation>
    </message>
    <message>
        <source>A working stop the market has traded through for a while did not fill: the position is closed.</source>
        <translation>Ein aktiver Stop, durch den der Markt eine Weile gehandelt hat, wurde nicht ausgeführt: Die Position wird geschlossen.</translation>
    </message>
    <message>
        <source>You are long 1 ES with a stop at 6,040.00. The market trades at 6,039.00, 4 ticks beyond it, and 2 seconds later the stop still has not filled: the 1 ES is closed, with the loudest alert there is.</source>
        <translation>Sie sind 1 ES long mit einem Stop bei 6.040,00. Der Markt handelt bei 6.039,00, 4 Ticks dahinter, und 2 Sekunden später ist der Stop noch nicht ausgeführt: Der 1 ES wird geschlossen, mit dem lautesten Alarm, den es gibt.</translation>
    </message>
    <message>
        <source>Through by</source>
        <translation>Durch um</translation>
    </message>
    <message>
        <source>How far beyond the stop the market has traded.</source>
        <translation>Wie weit der Markt hinter dem Stop gehandelt hat.</translation>
    </message>
    <message>
        <source>For</source>
        <translation>Für</translation>
    </message>
    <message>
        <source>How long it has been there.</source>
        <translation>Wie lange er schon dort ist.</translation>
    </message>
    <message>
        <source>Weekly loss</source>
        <translation>Wochenverlust</translation>
    </message>
    <message>
        <source>Weekly loss reached</source>
        <translation>Wochenverlust erreicht</translation>
    </message>
    <message>
        <source>all positions are closed and this account is locked until the next trading week</source>
        <translation>alle Positionen werden geschlossen und dieses Konto bis zur nächsten Handelswoche gesperrt</translation>
    </message>
    <message>
        <source>A net loss of the week that reaches the limit closes everything and locks the account until the next week.</source>
        <translation>Ein Nettoverlust der Woche, der das Limit erreicht, schließt alles und sperrt das Konto bis zur nächsten Woche.</translation>
    </message>
    <message>
        <source>Monday ends at −$450.00, Tuesday at +$120.00 and Wednesday at −$700.00, which is −$1,030.00. On Thursday another $80.00 is lost and $90.00 is open: −$1,200.00 for the week. Everything is closed and the account is locked until Sunday, 5:00 PM CT.</source>
        <translation>Der Montag endet bei −450,00 $, der Dienstag bei +120,00 $ und der Mittwoch bei −700,00 $, das sind −1.030,00 $. Am Donnerstag gehen weitere 80,00 $ verloren, und 90,00 $ sind offen: −1.200,00 $ für die Woche. Alles wird geschlossen und das Konto bis Sonntag, 17:00 CT, gesperrt.</translation>
    </message>
    <message>
        <source>Net loss of the week, realized and open, at which trading ends.</source>
        <translation>Nettoverlust der Woche, realisiert und offen, bei dem der Handel endet.</translation>
    </message>
    <message>
        <source>News blackout</source>
        <translation>Nachrichtenpause</translation>
    </message>
    <message>
        <source>News event</source>
        <translation>Nachrichtenereignis</translation>
    </message>
    <message>
        <source>everything is closed, or nothing new opened, until the event is over</source>
        <translation>alles wird geschlossen oder nichts Neues eröffnet, bis das Ereignis vorbei ist</translation>
    </message>
    <message>
        <source>Around a news event everything is closed, or no position may be opened.</source>
        <translation>Um ein Nachrichtenereignis herum wird alles geschlossen, oder keine Position darf eröffnet werden.</translation>
    </message>
    <message>
        <source>Your list has the payrolls of December 4 at 7:30 AM CT with high impact. At 7:28 AM everything is closed and the account is locked until 7:33 AM CT. An event of medium impact changes nothing, and one without an impact counts. With action = "no_entries" positions may stay and only entries are refused.</source>
        <translation>Ihre Liste hat den Arbeitsmarktbericht vom 4. Dezember um 7:30 CT mit hoher Wirkung. Um 7:28 wird alles geschlossen und das Konto bis 7:33 CT gesperrt. Ein Ereignis mittlerer Wirkung ändert nichts, eines ohne Wirkung zählt. Mit „Keine neuen Einstiege“ dürfen Positionen bleiben, und nur Einstiege werden abgelehnt.</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>A CSV or iCalendar (.ics) file with your events; read with the settings.</source>
        <translation>Eine CSV- oder iCalendar-Datei (.ics) mit Ihren Ereignissen; wird mit den Einstellungen gelesen.</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>Events, each with time, title and impact; those of the file are added.</source>
        <translation>Ereignisse, jedes mit Zeit, Titel und Wirkung; die der Datei kommen hinzu.</translation>
    </message>
    <message>
        <source>Zone of times in the file that have none; empty: the zone of the reset.</source>
        <translation>Zone von Zeiten in der Datei, die keine haben; leer: die Zone des Resets.</translation>
    </message>
    <message>
        <source>Impact</source>
        <translation>Wirkung</translation>
    </message>
    <message>
        <source>Which events count: high, medium, low; empty: all. One without an impact always counts.</source>
        <translation>Welche Ereignisse zählen: high, medium, low; leer: alle. Eines ohne Wirkung zählt immer.</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Davor</translation>
    </message>
    <message>
        <source>How long before an event it begins.</source>
        <translation>Wie lange vor einem Ereignis es beginnt.</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Danach</translation>
    </message>
    <message>
        <source>How long after an event it ends.</source>
        <translation>Wie lange nach einem Ereignis es endet.</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Eingriff</translation>
    </message>
    <message>
        <source>Close everything, or only allow no entries.</source>
        <translation>Alles schließen oder nur keine Einstiege erlauben.</translation>
    </message>
</context>
<context>
    <name>settings</name>
    <message>
        <source>Theme</source>
        <translation>Design</translation>
    </message>
    <message>
        <source>System follows what this computer is set to.</source>
        <translation>System folgt dem, was auf diesem Computer eingestellt ist.</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Numbers and times are written as the language does. It changes when RiskGuard is started again.</source>
        <translation>Zahlen und Zeiten werden wie in der Sprache üblich geschrieben. Sie wechselt, wenn RiskGuard neu gestartet wird.</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Textgröße</translation>
    </message>
    <message>
        <source>In per cent; rows grow with it and words wrap.</source>
        <translation>In Prozent; Zeilen wachsen mit, und Wörter brechen um.</translation>
    </message>
    <message>
        <source>Your own words</source>
        <translation>Ihre eigenen Worte</translation>
    </message>
    <message>
        <source>One line that you want to read when you are locked out: what you told yourself you would do then.</source>
        <translation>Eine Zeile, die Sie lesen möchten, wenn Sie gesperrt sind: was Sie sich für dann vorgenommen haben.</translation>
    </message>
    <message>
        <source>Strict</source>
        <translation>Streng</translation>
    </message>
    <message>
        <source>The lockout stays full on every screen until it ends; it cannot be shrunk to a strip.</source>
        <translation>Die Sperre bleibt bis zum Ende auf jedem Bildschirm voll; sie lässt sich nicht zum Streifen verkleinern.</translation>
    </message>
    <message>
        <source>Shown</source>
        <translation>Gezeigt</translation>
    </message>
    <message>
        <source>All: everything worth knowing. Warnings: from a limit's first warning on. Breaches: only what was acted upon. What reduces protection is always shown.</source>
        <translation>Alle: alles Wissenswerte. Warnungen: ab der ersten Warnung eines Limits. Verstöße: nur, wobei eingegriffen wurde. Was den Schutz einschränkt, wird immer gezeigt.</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Ton</translation>
    </message>
    <message>
        <source>The system's warning sound with every breach and alarm.</source>
        <translation>Der Warnton des Systems bei jedem Verstoß und Alarm.</translation>
    </message>
    <message>
        <source>Reset time</source>
        <translation>Reset-Zeit</translation>
    </message>
    <message>
        <source>When the trading day ends and the next one begins.</source>
        <translation>Wann der Handelstag endet und der nächste beginnt.</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>Zeitzone</translation>
    </message>
    <message>
        <source>The zone of the reset time, e.g. America/Chicago.</source>
        <translation>Die Zone der Reset-Zeit, etwa America/Chicago.</translation>
    </message>
    <message>
        <source>Guarded accounts</source>
        <translation>Geschützte Konten</translation>
    </message>
    <message>
        <source>All accounts, or a list of account ids.</source>
        <translation>Alle Konten oder eine Liste von Kontonummern.</translation>
    </message>
    <message>
        <source>Cooling-off</source>
        <translation>Bedenkzeit</translation>
    </message>
    <message>
        <source>A looser limit takes effect at the first reset at least this far away.</source>
        <translation>Ein lockereres Limit gilt ab dem ersten Reset, der mindestens so weit entfernt ist.</translation>
    </message>
    <message>
        <source>Loosen at once</source>
        <translation>Sofort lockern</translation>
    </message>
    <message>
        <source>Looser limits take effect without cooling-off.</source>
        <translation>Lockerere Limits gelten ohne Bedenkzeit.</translation>
    </message>
    <message>
        <source>Admin override</source>
        <translation>Admin-Vorrang</translation>
    </message>
    <message>
        <source>The admin password and a typed reason end a pause of entries or a symbol early, never a full lockout.</source>
        <translation>Das Admin-Passwort und ein getippter Grund können eine Pause für Einstiege oder ein Symbol früher beenden, nie eine volle Sperre.</translation>
    </message>
</context>
<context>
    <name>words</name>
    <message>
        <source>No account yet</source>
        <translation>Noch kein Konto</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>Verbindet</translation>
    </message>
    <message>
        <source>Armed</source>
        <translation>Scharf</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>Gesperrt</translation>
    </message>
    <message>
        <source>Protection reduced</source>
        <translation>Schutz eingeschränkt</translation>
    </message>
    <message>
        <source>Watching, not acting</source>
        <translation>Beobachtet, greift nicht ein</translation>
    </message>
    <message>
        <source>RiskGuard is off</source>
        <translation>RiskGuard ist aus</translation>
    </message>
    <message>
        <source>Add an account to start watching it.</source>
        <translation>Fügen Sie ein Konto hinzu, damit es überwacht wird.</translation>
    </message>
    <message>
        <source>Not protected until the gateway has answered.</source>
        <translation>Nicht geschützt, bis das Gateway geantwortet hat.</translation>
    </message>
    <message>
        <source>Nothing is watched. Start RiskGuard again.</source>
        <translation>Nichts wird überwacht. Starten Sie RiskGuard neu.</translation>
    </message>
    <message>
        <source>No new entries</source>
        <translation>Keine neuen Einstiege</translation>
    </message>
    <message>
        <source>{symbol} blocked</source>
        <translation>{symbol} gesperrt</translation>
    </message>
    <message>
        <source>{state}, practice</source>
        <translation>{state}, Übung</translation>
    </message>
    <message>
        <source>Practice</source>
        <translation>Übung</translation>
    </message>
    <message>
        <source>Practice, {account}</source>
        <translation>Übung, {account}</translation>
    </message>
    <message>
        <source>{account}: {text}</source>
        <translation>{account}: {text}</translation>
    </message>
    <message>
        <source>Flat</source>
        <translation>Flat</translation>
    </message>
    <message>
        <source>Long {size}</source>
        <translation>Long {size}</translation>
    </message>
    <message>
        <source>Short {size}</source>
        <translation>Short {size}</translation>
    </message>
    <message>
        <source>{side} {root}</source>
        <translation>{side} {root}</translation>
    </message>
    <message>
        <source>Flat, confirmed.</source>
        <translation>Flat, bestätigt.</translation>
    </message>
    <message>
        <source>Flat, confirmed at {time}.</source>
        <translation>Flat, bestätigt um {time}.</translation>
    </message>
    <message>
        <source>Not confirmed flat yet.</source>
        <translation>Flat noch nicht bestätigt.</translation>
    </message>
    <message>
        <source>{positions}, last price counts</source>
        <translation>{positions}, letzter Kurs zählt</translation>
    </message>
    <message>
        <source>Nearest: {title} {share}%</source>
        <translation>Am nächsten: {title} {share} %</translation>
    </message>
    <message>
        <source>No limit is used yet</source>
        <translation>Noch kein Limit beansprucht</translation>
    </message>
    <message>
        <source>{title} {share}%</source>
        <translation>{title} {share} %</translation>
    </message>
    <message>
        <source>{title} at {share}%</source>
        <translation>{title} bei {share} %</translation>
    </message>
    <message>
        <source>Nearest limit: {title} at {share}%, {room}.</source>
        <translation>Nächstes Limit: {title} bei {share} %, {room}.</translation>
    </message>
    <message>
        <source>Protection reduced: {cause}</source>
        <translation>Schutz eingeschränkt: {cause}</translation>
    </message>
    <message>
        <source>{title} ({symbol})</source>
        <translation>{title} ({symbol})</translation>
    </message>
    <message>
        <source>{title} {share}%, {room}</source>
        <translation>{title} {share} %, {room}</translation>
    </message>
    <message>
        <source>then {consequence}</source>
        <translation>danach: {consequence}</translation>
    </message>
    <message>
        <source>{current} of {limit}</source>
        <translation>{current} von {limit}</translation>
    </message>
    <message>
        <source>{text}, last known</source>
        <translation>{text}, letzter Stand</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>{count} over warning</source>
        <translation>{count} über Warnschwelle</translation>
    </message>
    <message>
        <source>only watched</source>
        <translation>nur beobachtet</translation>
    </message>
    <message>
        <source>{count} reached</source>
        <translation>{count} erreicht</translation>
    </message>
    <message>
        <source>No limits switched on yet.</source>
        <translation>Noch kein Limit eingeschaltet.</translation>
    </message>
    <message>
        <source>{count} more limits</source>
        <translation>{count} weitere Limits</translation>
    </message>
    <message>
        <source>Only the nearest limits</source>
        <translation>Nur die nächsten Limits</translation>
    </message>
    <message>
        <source>Show {count} more limits</source>
        <translation>{count} weitere Limits zeigen</translation>
    </message>
    <message>
        <source>Hide {count} limits</source>
        <translation>{count} Limits ausblenden</translation>
    </message>
    <message>
        <source>{title}: {share} per cent, {room}, {below}</source>
        <translation>{title}: {share} Prozent, {room}, {below}</translation>
    </message>
    <message>
        <source>Locked until {time}</source>
        <translation>Gesperrt bis {time}</translation>
    </message>
    <message>
        <source>Locked, the last until {time}</source>
        <translation>Gesperrt, das letzte bis {time}</translation>
    </message>
    <message>
        <source>No new entries, the last until {time}</source>
        <translation>Keine neuen Einstiege, auf dem letzten bis {time}</translation>
    </message>
    <message>
        <source>{account} and {count} more</source>
        <translation>{account} und {count} weitere</translation>
    </message>
    <message>
        <source>No new entries until {time}</source>
        <translation>Keine neuen Einstiege bis {time}</translation>
    </message>
    <message>
        <source>{symbol} blocked until {time}</source>
        <translation>{symbol} gesperrt bis {time}</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>noch {time}</translation>
    </message>
    <message>
        <source>no entries for {time}</source>
        <translation>keine Einstiege für {time}</translation>
    </message>
    <message>
        <source>Exits and stops work as always.</source>
        <translation>Ausstiege und Stops gehen wie immer.</translation>
    </message>
    <message>
        <source>until {time}</source>
        <translation>bis {time}</translation>
    </message>
    <message>
        <source>until its reason ends</source>
        <translation>bis der Grund endet</translation>
    </message>
    <message>
        <source>to reset, {time}</source>
        <translation>bis zum Reset, {time}</translation>
    </message>
    <message>
        <source>Locked for</source>
        <translation>Gesperrt noch</translation>
    </message>
    <message>
        <source>{title}: {numbers}.</source>
        <translation>{title}: {numbers}.</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Your limit</source>
        <translation>Ihr Limit</translation>
    </message>
    <message>
        <source>Round trips</source>
        <translation>Roundtrips</translation>
    </message>
    <message>
        <source>Locked: {locked}. Not locked: {free}.</source>
        <translation>Gesperrt: {locked}. Nicht gesperrt: {free}.</translation>
    </message>
    <message>
        <source>It ends by itself. Nothing here can end it sooner.</source>
        <translation>Endet von selbst. Nichts hier kann es früher beenden.</translation>
    </message>
    <message>
        <source>What I told myself I’d do now</source>
        <translation>Was ich mir dafür vorgenommen habe</translation>
    </message>
    <message>
        <source>“{text}”</source>
        <translation>„{text}“</translation>
    </message>
    <message>
        <source>Shrink to a strip</source>
        <translation>Zum Streifen verkleinern</translation>
    </message>
    <message>
        <source>Shrink to a strip in {seconds} s</source>
        <translation>Zum Streifen verkleinern in {seconds} s</translation>
    </message>
    <message>
        <source>Show details</source>
        <translation>Details zeigen</translation>
    </message>
    <message>
        <source>Today {amount}</source>
        <translation>Heute {amount}</translation>
    </message>
    <message>
        <source>Cancelling orders</source>
        <translation>Storniert Orders</translation>
    </message>
    <message>
        <source>Confirming that the account is flat</source>
        <translation>Bestätigt, dass das Konto flat ist</translation>
    </message>
    <message>
        <source>Closing {what}</source>
        <translation>Schließt {what}</translation>
    </message>
    <message>
        <source>Closing {what}, not flat yet</source>
        <translation>Schließt {what}, noch nicht flat</translation>
    </message>
    <message>
        <source>Sent, waiting for the gateway to confirm.</source>
        <translation>Gesendet, wartet auf die Bestätigung des Gateways.</translation>
    </message>
    <message>
        <source>Sent once, not confirmed. Your platform’s flatten button works too.</source>
        <translation>Einmal gesendet, nicht bestätigt. Der Flatten-Knopf Ihrer Plattform geht auch.</translation>
    </message>
    <message>
        <source>Sent {count} times, not confirmed. Your platform’s flatten button works too.</source>
        <translation>{count}-mal gesendet, nicht bestätigt. Der Flatten-Knopf Ihrer Plattform geht auch.</translation>
    </message>
    <message>
        <source>Locked, not flat yet: {positions}</source>
        <translation>Gesperrt, noch nicht flat: {positions}</translation>
    </message>
    <message>
        <source>Your platform’s flatten button works too.</source>
        <translation>Der Flatten-Knopf Ihrer Plattform geht auch.</translation>
    </message>
    <message>
        <source>for</source>
        <translation>seit</translation>
    </message>
    <message>
        <source>{position}, covered</source>
        <translation>{position}, gedeckt</translation>
    </message>
    <message>
        <source>{position}, {covered} of {size} covered</source>
        <translation>{position}, {covered} von {size} gedeckt</translation>
    </message>
    <message>
        <source>Net today</source>
        <translation>Netto heute</translation>
    </message>
    <message>
        <source>Realized</source>
        <translation>Realisiert</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Offen</translation>
    </message>
    <message>
        <source>Fees, included</source>
        <translation>Gebühren</translation>
    </message>
    <message>
        <source>{amount} open</source>
        <translation>{amount} offen</translation>
    </message>
    <message>
        <source>Positions</source>
        <translation>Positionen</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Average</source>
        <translation>Schnitt</translation>
    </message>
    <message>
        <source>Exit now</source>
        <translation>Ausstieg</translation>
    </message>
    <message>
        <source>Open P&amp;L</source>
        <translation>Offener G/V</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Alter</translation>
    </message>
    <message>
        <source>Stop cover</source>
        <translation>Gedeckt</translation>
    </message>
    <message>
        <source>{covered} of {size}</source>
        <translation>{covered} von {size}</translation>
    </message>
    <message>
        <source>Working orders</source>
        <translation>Offene Orders</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Preis</translation>
    </message>
    <message>
        <source>Away</source>
        <translation>Abstand</translation>
    </message>
    <message>
        <source>Purpose</source>
        <translation>Zweck</translation>
    </message>
    <message>
        <source>Lockouts</source>
        <translation>Sperren</translation>
    </message>
    <message>
        <source>Cause</source>
        <translation>Ursache</translation>
    </message>
    <message>
        <source>Ends</source>
        <translation>Endet</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Übrig</translation>
    </message>
    <message>
        <source>No open position.</source>
        <translation>Keine offene Position.</translation>
    </message>
    <message>
        <source>No open position, no working order.</source>
        <translation>Keine offene Position, keine offene Order.</translation>
    </message>
    <message>
        <source>orders and positions</source>
        <translation>Orders und Positionen</translation>
    </message>
    <message>
        <source>quotes</source>
        <translation>Kurse</translation>
    </message>
    <message>
        <source>No connection: {hubs}</source>
        <translation>Keine Verbindung: {hubs}</translation>
    </message>
    <message>
        <source>Not protected</source>
        <translation>Nicht geschützt</translation>
    </message>
    <message>
        <source>Protected</source>
        <translation>Geschützt</translation>
    </message>
    <message>
        <source>And {count} more.</source>
        <translation>Und {count} weitere.</translation>
    </message>
    <message>
        <source>{count} accounts locked</source>
        <translation>{count} Konten gesperrt</translation>
    </message>
    <message>
        <source>{text} ({count} times)</source>
        <translation>{text} ({count}-mal)</translation>
    </message>
    <message>
        <source>{title} {text}</source>
        <translation>{title} {text}</translation>
    </message>
    <message>
        <source>{days} d {clock}</source>
        <translation>{days} T {clock}</translation>
    </message>
    <message>
        <source>Closes everything held: {positions}.</source>
        <translation>Schließt alles, was gehalten wird: {positions}.</translation>
    </message>
    <message>
        <source>Cancels {count} working orders.</source>
        <translation>Storniert {count} offene Orders.</translation>
    </message>
    <message>
        <source>Cancels 1 working order.</source>
        <translation>Storniert 1 offene Order.</translation>
    </message>
    <message>
        <source>At market, on every guarded account.</source>
        <translation>Zum Marktpreis, auf jedem geschützten Konto.</translation>
    </message>
    <message>
        <source>At market, on this account alone.</source>
        <translation>Zum Marktpreis, nur auf diesem Konto.</translation>
    </message>
    <message>
        <source>Only {account}</source>
        <translation>Nur {account}</translation>
    </message>
    <message>
        <source>Everything, on all {count} accounts</source>
        <translation>Alles, auf allen {count} Konten</translation>
    </message>
    <message>
        <source>Flatten only {account}</source>
        <translation>Nur {account} glattstellen</translation>
    </message>
    <message>
        <source>The gateway cannot be reached now: this is done as soon as it can be. Use your platform to close positions meanwhile.</source>
        <translation>Das Gateway ist jetzt nicht erreichbar: Es geschieht, sobald es wieder erreichbar ist. Schließen Sie Positionen so lange in Ihrer Plattform.</translation>
    </message>
    <message>
        <source>Nothing is open as far as RiskGuard knows. Whatever the gateway still has is closed and cancelled.</source>
        <translation>Soweit RiskGuard weiß, ist nichts offen. Was das Gateway noch hat, wird geschlossen und storniert.</translation>
    </message>
    <message>
        <source>Nothing is open on it as far as RiskGuard knows. Whatever the gateway still has of it is closed and cancelled.</source>
        <translation>Soweit RiskGuard weiß, ist darauf nichts offen. Was das Gateway davon noch hat, wird geschlossen und storniert.</translation>
    </message>
    <message>
        <source>To begin</source>
        <translation>Zum Anfang</translation>
    </message>
    <message>
        <source>On the way to armed</source>
        <translation>Auf dem Weg zu scharf</translation>
    </message>
    <message>
        <source>Your gateway’s user name and key</source>
        <translation>Benutzername und Schlüssel Ihres Gateways</translation>
    </message>
    <message>
        <source>In the environment: PROJECT_X_USERNAME and PROJECT_X_API_KEY.</source>
        <translation>In der Umgebung: PROJECT_X_USERNAME und PROJECT_X_API_KEY.</translation>
    </message>
    <message>
        <source>Your limits</source>
        <translation>Ihre Limits</translation>
    </message>
    <message>
        <source>Limits are read from {path}. A rule without a table there is off.</source>
        <translation>Limits werden aus {path} gelesen. Eine Regel ohne Tabelle dort ist aus.</translation>
    </message>
    <message>
        <source>Start RiskGuard again</source>
        <translation>RiskGuard neu starten</translation>
    </message>
    <message>
        <source>It signs in, reads your accounts and arms by itself.</source>
        <translation>Es meldet sich an, liest Ihre Konten und wird von selbst scharf.</translation>
    </message>
    <message>
        <source>Sign in to the gateway</source>
        <translation>Am Gateway anmelden</translation>
    </message>
    <message>
        <source>Read positions, orders and today’s trades</source>
        <translation>Positionen, Orders und Trades von heute lesen</translation>
    </message>
    <message>
        <source>Nothing is decided before the first complete answer. Your stops at the exchange work as always.</source>
        <translation>Vor der ersten vollständigen Antwort wird nichts entschieden. Ihre Stops an der Börse wirken wie immer.</translation>
    </message>
    <message>
        <source>Armed: every limit is watched</source>
        <translation>Scharf: Jedes Limit wird überwacht</translation>
    </message>
    <message>
        <source>No system tray here: this window takes its place.</source>
        <translation>Hier gibt es keinen Infobereich: Dieses Fenster tritt an seine Stelle.</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Jetzt</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>Aktivität</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation>Gateway</translation>
    </message>
    <message>
        <source>Quotes</source>
        <translation>Kurse</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>Uhr</translation>
    </message>
    <message>
        <source>{count} ms</source>
        <translation>{count} ms</translation>
    </message>
    <message>
        <source>{seconds} s ago</source>
        <translation>vor {seconds} s</translation>
    </message>
    <message>
        <source>{span} ago</source>
        <translation>vor {span}</translation>
    </message>
    <message>
        <source>{count} d</source>
        <translation>{count} T</translation>
    </message>
    <message>
        <source>{count} h</source>
        <translation>{count} h</translation>
    </message>
    <message>
        <source>{count} min</source>
        <translation>{count} min</translation>
    </message>
    <message>
        <source>{count} s</source>
        <translation>{count} s</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>noch keine</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>verloren</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>offline</translation>
    </message>
    <message>
        <source>this PC's</source>
        <translation>die dieses PCs</translation>
    </message>
    <message>
        <source>{count} new</source>
        <translation>{count} neu</translation>
    </message>
    <message>
        <source>{page} is not part of this version yet.</source>
        <translation>{page} gehört noch nicht zu dieser Version.</translation>
    </message>
    <message>
        <source>No trades yet today</source>
        <translation>Heute noch keine Trades</translation>
    </message>
    <message>
        <source>trades</source>
        <translation>Trades</translation>
    </message>
    <message>
        <source>Warns at {amount}</source>
        <translation>Warnt bei {amount}</translation>
    </message>
    <message>
        <source>Locks at {amount}</source>
        <translation>Sperrt bei {amount}</translation>
    </message>
    <message>
        <source>Locks at {amount} realized</source>
        <translation>Sperrt bei {amount} realisiert</translation>
    </message>
    <message>
        <source>Target {amount}</source>
        <translation>Ziel {amount}</translation>
    </message>
    <message>
        <source>Result of the day {net}, best {best}.</source>
        <translation>Ergebnis des Tages {net}, bestes {best}.</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>Warnungen</translation>
    </message>
    <message>
        <source>Breaches</source>
        <translation>Verstöße</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>Eingriffe</translation>
    </message>
    <message>
        <source>Resets</source>
        <translation>Resets</translation>
    </message>
    <message>
        <source>Breach</source>
        <translation>Verstoß</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Eingriff</translation>
    </message>
    <message>
        <source>Lockout</source>
        <translation>Sperre</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Reset</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>Letzte 7 Tage</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>Letzte 30 Tage</translation>
    </message>
    <message>
        <source>All time</source>
        <translation>Gesamt</translation>
    </message>
    <message>
        <source>All accounts</source>
        <translation>Alle Konten</translation>
    </message>
    <message>
        <source>All rules</source>
        <translation>Alle Regeln</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Export CSV</source>
        <translation>CSV exportieren</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>{day}, times in {zone}</source>
        <translation>{day}, Zeiten in {zone}</translation>
    </message>
    <message>
        <source>Today, {day}, times in {zone}</source>
        <translation>Heute, {day}, Zeiten in {zone}</translation>
    </message>
    <message>
        <source>Yesterday, {day}</source>
        <translation>Gestern, {day}</translation>
    </message>
    <message>
        <source>Nothing here yet.</source>
        <translation>Hier ist noch nichts.</translation>
    </message>
    <message>
        <source>Nothing matches. Clear the search or choose another filter.</source>
        <translation>Nichts passt. Leeren Sie die Suche oder wählen Sie einen anderen Filter.</translation>
    </message>
    <message>
        <source>Choose a line to see why.</source>
        <translation>Wählen Sie eine Zeile, um den Grund zu sehen.</translation>
    </message>
    <message>
        <source>The activity log cannot be read now: {error} Limits and lockouts work as always.</source>
        <translation>Das Protokoll kann jetzt nicht gelesen werden: {error} Limits und Sperren wirken wie immer.</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>Lädt</translation>
    </message>
    <message>
        <source>This page cannot be opened: {error} Everything else works as always.</source>
        <translation>Diese Seite kann nicht geöffnet werden: {error} Alles andere geht wie immer.</translation>
    </message>
    <message>
        <source>Exporting</source>
        <translation>Exportiert</translation>
    </message>
    <message>
        <source>{count} lines written to {name}.</source>
        <translation>{count} Zeilen nach {name} geschrieben.</translation>
    </message>
    <message>
        <source>Nothing was exported: {error}</source>
        <translation>Nichts wurde exportiert: {error}</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Flat, confirmed</source>
        <translation>Flat, bestätigt</translation>
    </message>
    <message>
        <source>Nothing open, no order working, {span} after the event</source>
        <translation>Nichts offen, keine Order aktiv, {span} nach dem Ereignis</translation>
    </message>
    <message>
        <source>Not flat yet</source>
        <translation>Noch nicht flat</translation>
    </message>
    <message>
        <source>{title} at the limit</source>
        <translation>{title} am Limit</translation>
    </message>
    <message>
        <source>Reducing by {what}</source>
        <translation>Verringert um {what}</translation>
    </message>
    <message>
        <source>Cancelling {what}</source>
        <translation>Storniert {what}</translation>
    </message>
    <message>
        <source>{first}, cancelling {count}</source>
        <translation>{first}, storniert {count}</translation>
    </message>
    <message>
        <source>1 order</source>
        <translation>1 Order</translation>
    </message>
    <message>
        <source>{count} orders</source>
        <translation>{count} Orders</translation>
    </message>
    <message>
        <source>{size} {root}</source>
        <translation>{size} {root}</translation>
    </message>
    <message>
        <source>{first} and {last}</source>
        <translation>{first} und {last}</translation>
    </message>
    <message>
        <source>Placing a {what} for {size}</source>
        <translation>Setzt {what} für {size}</translation>
    </message>
    <message>
        <source>Changing a {what} for {size}</source>
        <translation>Ändert {what} für {size}</translation>
    </message>
    <message>
        <source>stop</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>target</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>Tried again</source>
        <translation>erneut versucht</translation>
    </message>
    <message>
        <source>By {rule}</source>
        <translation>Durch {rule}</translation>
    </message>
    <message>
        <source>{reason}, by {rule}</source>
        <translation>{reason}, durch {rule}</translation>
    </message>
    <message>
        <source>Lockout over</source>
        <translation>Sperre beendet</translation>
    </message>
    <message>
        <source>{cause}: its time is over</source>
        <translation>{cause}: Die Zeit ist um</translation>
    </message>
    <message>
        <source>Locked until its reason ends</source>
        <translation>Gesperrt, bis der Grund endet</translation>
    </message>
    <message>
        <source>No new entries until its reason ends</source>
        <translation>Keine neuen Einstiege, bis der Grund endet</translation>
    </message>
    <message>
        <source>{symbol} blocked until its reason ends</source>
        <translation>{symbol} gesperrt, bis der Grund endet</translation>
    </message>
    <message>
        <source>New trading day</source>
        <translation>Neuer Handelstag</translation>
    </message>
    <message>
        <source>Protection restored</source>
        <translation>Schutz wiederhergestellt</translation>
    </message>
    <message>
        <source>Not guarded for a while</source>
        <translation>Eine Weile nicht geschützt</translation>
    </message>
    <message>
        <source>The journal was changed from outside</source>
        <translation>Das Journal wurde von außen geändert</translation>
    </message>
    <message>
        <source>The journal was changed from outside: Health says what was found.</source>
        <translation>Das Journal wurde von außen verändert: Unter Zustand steht, was gefunden wurde.</translation>
    </message>
    <message>
        <source>Not guarded today: {times}</source>
        <translation>Heute nicht bewacht: {times}</translation>
    </message>
    <message>
        <source>Not guarded this week: {times}</source>
        <translation>Diese Woche nicht bewacht: {times}</translation>
    </message>
    <message>
        <source>Lockout overridden</source>
        <translation>Sperre aufgehoben</translation>
    </message>
    <message>
        <source>Only watching: nothing was done.</source>
        <translation>Nur beobachtet: Nichts wurde getan.</translation>
    </message>
    <message>
        <source>The numbers</source>
        <translation>Die Zahlen</translation>
    </message>
    <message>
        <source>Trades counted</source>
        <translation>Gezählte Trades</translation>
    </message>
    <message>
        <source>Closed trades</source>
        <translation>Geschlossene Trades</translation>
    </message>
    <message>
        <source>Fees of all fills</source>
        <translation>Gebühren aller Ausführungen</translation>
    </message>
    <message>
        <source>{count} round trips</source>
        <translation>{count} Roundtrips</translation>
    </message>
    <message>
        <source>1 round trip</source>
        <translation>1 Roundtrip</translation>
    </message>
    <message>
        <source>{amount} before fees</source>
        <translation>{amount} vor Gebühren</translation>
    </message>
    <message>
        <source>after {amount} fees</source>
        <translation>nach {amount} Gebühren</translation>
    </message>
    <message>
        <source>And {count} earlier ones</source>
        <translation>Und {count} frühere</translation>
    </message>
    <message>
        <source>What was sent</source>
        <translation>Was gesendet wurde</translation>
    </message>
    <message>
        <source>{label}: {start} to {end} ms, {answer}</source>
        <translation>{label}: {start} bis {end} ms, {answer}</translation>
    </message>
    <message>
        <source>ms from event</source>
        <translation>ms ab Ereignis</translation>
    </message>
    <message>
        <source>sent to answer</source>
        <translation>gesendet bis beantwortet</translation>
    </message>
    <message>
        <source>Nothing was sent: there was nothing to close or cancel.</source>
        <translation>Nichts wurde gesendet: Es gab nichts zu schließen oder zu stornieren.</translation>
    </message>
    <message>
        <source>Check: flat?</source>
        <translation>Prüfung: flat?</translation>
    </message>
    <message>
        <source>0 and 0</source>
        <translation>0 und 0</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>angenommen</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>blocked</source>
        <translation>blockiert</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>keine Antwort</translation>
    </message>
    <message>
        <source>Cancel an order</source>
        <translation>Eine Order stornieren</translation>
    </message>
    <message>
        <source>Cancel {count} orders</source>
        <translation>{count} Orders stornieren</translation>
    </message>
    <message>
        <source>Close {what}</source>
        <translation>{what} schließen</translation>
    </message>
    <message>
        <source>Reduce {what}</source>
        <translation>{what} verringern</translation>
    </message>
    <message>
        <source>Place or change an order</source>
        <translation>Eine Order setzen oder ändern</translation>
    </message>
    <message>
        <source>Order out</source>
        <translation>Order gesendet</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>Beantwortet</translation>
    </message>
    <message>
        <source>Slipped past limit</source>
        <translation>Über Limit gerutscht</translation>
    </message>
    <message>
        <source>limit {amount}</source>
        <translation>Limit {amount}</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>Realized today</source>
        <translation>Realisiert heute</translation>
    </message>
    <message>
        <source>Open result</source>
        <translation>Offenes Ergebnis</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>Limit</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>Best of the day</source>
        <translation>Bestes des Tages</translation>
    </message>
    <message>
        <source>Balance</source>
        <translation>Kontostand</translation>
    </message>
    <message>
        <source>Floor</source>
        <translation>Untergrenze</translation>
    </message>
    <message>
        <source>Buffer</source>
        <translation>Puffer</translation>
    </message>
    <message>
        <source>Contracts</source>
        <translation>Kontrakte</translation>
    </message>
    <message>
        <source>Allowed</source>
        <translation>Erlaubt</translation>
    </message>
    <message>
        <source>Losses in a row</source>
        <translation>Verluste in Folge</translation>
    </message>
    <message>
        <source>Lost in them</source>
        <translation>Darin verloren</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>From a loss of</source>
        <translation>Ab einem Verlust von</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>Sekunden</translation>
    </message>
    <message>
        <source>Instrument</source>
        <translation>Instrument</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Order</translation>
    </message>
    <message>
        <source>Stop at</source>
        <translation>Stop bei</translation>
    </message>
    <message>
        <source>Ticks</source>
        <translation>Ticks</translation>
    </message>
    <message>
        <source>Without a stop</source>
        <translation>Ohne Stop</translation>
    </message>
    <message>
        <source>Covered by stops</source>
        <translation>Durch Stops gedeckt</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>Orders</translation>
    </message>
    <message>
        <source>Average price</source>
        <translation>Durchschnittspreis</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Ereignis</translation>
    </message>
    <message>
        <source>At</source>
        <translation>Um</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>Entries</source>
        <translation>Einstiege</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>Position</translation>
    </message>
    <message>
        <source>Asked by</source>
        <translation>Verlangt von</translation>
    </message>
    <message>
        <source>This week</source>
        <translation>Diese Woche</translation>
    </message>
    <message>
        <source>These windows or the tray</source>
        <translation>Diese Fenster oder das Symbol in der Leiste</translation>
    </message>
    <message>
        <source>The settings window</source>
        <translation>Das Einstellungsfenster</translation>
    </message>
    <message>
        <source>The command line</source>
        <translation>Die Kommandozeile</translation>
    </message>
    <message>
        <source>A command</source>
        <translation>Ein Befehl</translation>
    </message>
    <message>
        <source>Asked at</source>
        <translation>Verlangt um</translation>
    </message>
    <message>
        <source>Lasts until</source>
        <translation>Dauert bis</translation>
    </message>
    <message>
        <source>Orders cancelled</source>
        <translation>Orders storniert</translation>
    </message>
    <message>
        <source>Positions closed</source>
        <translation>Positionen geschlossen</translation>
    </message>
    <message>
        <source>Orders to cancel</source>
        <translation>Zu stornierende Orders</translation>
    </message>
    <message>
        <source>Positions to close</source>
        <translation>Zu schließende Positionen</translation>
    </message>
    <message>
        <source>Flat, confirmed at</source>
        <translation>Flat, bestätigt um</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>noch nicht</translation>
    </message>
    <message>
        <source>not within {span}</source>
        <translation>nicht innerhalb von {span}</translation>
    </message>
    <message>
        <source>Nothing ends it sooner: not starting RiskGuard again, not asking again, not the admin password.</source>
        <translation>Nichts beendet sie früher: kein Neustart von RiskGuard, kein erneutes Bitten, kein Admin-Passwort.</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>Gateway answers</source>
        <translation>Antworten des Gateways</translation>
    </message>
    <message>
        <source>Journal and backups</source>
        <translation>Journal und Sicherungen</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versionen</translation>
    </message>
    <message>
        <source>Guarding</source>
        <translation>Schutz</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>Meldungen</translation>
    </message>
    <message>
        <source>Sent to</source>
        <translation>Gesendet an</translation>
    </message>
    <message>
        <source>this screen only</source>
        <translation>nur an diesen Bildschirm</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>last sent {span} ago</source>
        <translation>zuletzt vor {span} gesendet</translation>
    </message>
    <message>
        <source>nothing sent yet</source>
        <translation>noch nichts gesendet</translation>
    </message>
    <message>
        <source>{count} waiting</source>
        <translation>{count} warten</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Warteschlange</translation>
    </message>
    <message>
        <source>Discord</source>
        <translation>Discord</translation>
    </message>
    <message>
        <source>Telegram</source>
        <translation>Telegram</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>Another</source>
        <translation>Anderer</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Warnings and louder</source>
        <translation>Warnungen und Lauteres</translation>
    </message>
    <message>
        <source>Breaches and alarms</source>
        <translation>Verstöße und Alarme</translation>
    </message>
    <message>
        <source>Alarms only</source>
        <translation>Nur Alarme</translation>
    </message>
    <message>
        <source>Nothing for now</source>
        <translation>Vorerst nichts</translation>
    </message>
    <message>
        <source>Orders and positions</source>
        <translation>Orders und Positionen</translation>
    </message>
    <message>
        <source>Live prices</source>
        <translation>Live-Kurse</translation>
    </message>
    <message>
        <source>connected</source>
        <translation>verbunden</translation>
    </message>
    <message>
        <source>not connected</source>
        <translation>nicht verbunden</translation>
    </message>
    <message>
        <source>last heard {span}</source>
        <translation>zuletzt gehört {span}</translation>
    </message>
    <message>
        <source>nothing heard yet</source>
        <translation>noch nichts gehört</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>Median</translation>
    </message>
    <message>
        <source>99 of 100 within</source>
        <translation>99 von 100 innerhalb</translation>
    </message>
    <message>
        <source>over the last {count} answers</source>
        <translation>über die letzten {count} Antworten</translation>
    </message>
    <message>
        <source>over 1 answer</source>
        <translation>über 1 Antwort</translation>
    </message>
    <message>
        <source>no answers yet</source>
        <translation>noch keine Antworten</translation>
    </message>
    <message>
        <source>Last answer</source>
        <translation>Letzte Antwort</translation>
    </message>
    <message>
        <source>Last event</source>
        <translation>Letztes Ereignis</translation>
    </message>
    <message>
        <source>Journal</source>
        <translation>Journal</translation>
    </message>
    <message>
        <source>Last backup</source>
        <translation>Letzte Sicherung</translation>
    </message>
    <message>
        <source>{count} backups kept</source>
        <translation>{count} Sicherungen aufbewahrt</translation>
    </message>
    <message>
        <source>none since the start</source>
        <translation>keine seit dem Start</translation>
    </message>
    <message>
        <source>Recordings</source>
        <translation>Aufzeichnungen</translation>
    </message>
    <message>
        <source>{size} free on this disk</source>
        <translation>{size} frei auf diesem Laufwerk</translation>
    </message>
    <message>
        <source>Journal key</source>
        <translation>Schlüssel des Journals</translation>
    </message>
    <message>
        <source>in the system's keyring</source>
        <translation>im Schlüsselbund des Systems</translation>
    </message>
    <message>
        <source>in a file beside the journal</source>
        <translation>in einer Datei neben dem Journal</translation>
    </message>
    <message>
        <source>nowhere: changes from outside are not noticed</source>
        <translation>nirgends: Änderungen von außen werden nicht bemerkt</translation>
    </message>
    <message>
        <source>Time comes from</source>
        <translation>Die Zeit kommt von</translation>
    </message>
    <message>
        <source>the gateway</source>
        <translation>dem Gateway</translation>
    </message>
    <message>
        <source>this PC, until the gateway answers</source>
        <translation>diesem PC, bis das Gateway antwortet</translation>
    </message>
    <message>
        <source>This PC is</source>
        <translation>Dieser PC geht</translation>
    </message>
    <message>
        <source>{span} ahead</source>
        <translation>{span} vor</translation>
    </message>
    <message>
        <source>{span} behind</source>
        <translation>{span} nach</translation>
    </message>
    <message>
        <source>in step</source>
        <translation>richtig</translation>
    </message>
    <message>
        <source>being checked with the gateway</source>
        <translation>wird mit dem Gateway geprüft</translation>
    </message>
    <message>
        <source>Off today</source>
        <translation>Heute aus</translation>
    </message>
    <message>
        <source>Off this week</source>
        <translation>Diese Woche aus</translation>
    </message>
    <message>
        <source>{count} times, {span}</source>
        <translation>{count}-mal, {span}</translation>
    </message>
    <message>
        <source>once, {span}</source>
        <translation>einmal, {span}</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>Last time off</source>
        <translation>Zuletzt aus</translation>
    </message>
    <message>
        <source>Journal changed from outside</source>
        <translation>Journal von außen geändert</translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation>Datenordner</translation>
    </message>
    <message>
        <source>Make a support bundle…</source>
        <translation>Support-Paket erstellen…</translation>
    </message>
    <message>
        <source>Logs, settings, status and versions in one zip. Keys, passwords and tokens are taken out.</source>
        <translation>Logs, Einstellungen, Status und Versionen in einer ZIP-Datei. Schlüssel, Passwörter und Token werden entfernt.</translation>
    </message>
    <message>
        <source>Making the bundle</source>
        <translation>Erstellt das Paket</translation>
    </message>
    <message>
        <source>Saved as {name}.</source>
        <translation>Gespeichert als {name}.</translation>
    </message>
    <message>
        <source>No bundle was made: {error}</source>
        <translation>Kein Paket wurde erstellt: {error}</translation>
    </message>
    <message>
        <source>About and licences</source>
        <translation>Über RiskGuard und Lizenzen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Free software under the MIT licence. The parts it is made of are under their own terms; Qt, which draws the windows, is under the LGPL, and the text says how to use it with another Qt.</source>
        <translation>Freie Software unter der MIT-Lizenz. Für die Teile, aus denen sie besteht, gelten deren eigene Bedingungen; Qt, das die Fenster zeichnet, steht unter der LGPL, und der Text sagt, wie Sie RiskGuard mit einem anderen Qt benutzen.</translation>
    </message>
    <message>
        <source>All is well</source>
        <translation>Alles in Ordnung</translation>
    </message>
    <message>
        <source>Connected, in time, and everything is written.</source>
        <translation>Verbunden, pünktlich, und alles wird geschrieben.</translation>
    </message>
    <message>
        <source>{count} things need a look</source>
        <translation>{count} Punkte brauchen einen Blick</translation>
    </message>
    <message>
        <source>One thing needs a look</source>
        <translation>Ein Punkt braucht einen Blick</translation>
    </message>
    <message>
        <source>Mon</source>
        <translation>Mo</translation>
    </message>
    <message>
        <source>Tue</source>
        <translation>Di</translation>
    </message>
    <message>
        <source>Wed</source>
        <translation>Mi</translation>
    </message>
    <message>
        <source>Thu</source>
        <translation>Do</translation>
    </message>
    <message>
        <source>Fri</source>
        <translation>Fr</translation>
    </message>
    <message>
        <source>Sat</source>
        <translation>Sa</translation>
    </message>
    <message>
        <source>Sun</source>
        <translation>So</translation>
    </message>
    <message>
        <source>January</source>
        <translation>Januar</translation>
    </message>
    <message>
        <source>February</source>
        <translation>Februar</translation>
    </message>
    <message>
        <source>March</source>
        <translation>März</translation>
    </message>
    <message>
        <source>April</source>
        <translation>April</translation>
    </message>
    <message>
        <source>May</source>
        <translation>Mai</translation>
    </message>
    <message>
        <source>June</source>
        <translation>Juni</translation>
    </message>
    <message>
        <source>July</source>
        <translation>Juli</translation>
    </message>
    <message>
        <source>August</source>
        <translation>August</translation>
    </message>
    <message>
        <source>September</source>
        <translation>September</translation>
    </message>
    <message>
        <source>October</source>
        <translation>Oktober</translation>
    </message>
    <message>
        <source>November</source>
        <translation>November</translation>
    </message>
    <message>
        <source>December</source>
        <translation>Dezember</translation>
    </message>
    <message>
        <source>Jan</source>
        <translation>Jan.</translation>
    </message>
    <message>
        <source>Feb</source>
        <translation>Feb.</translation>
    </message>
    <message>
        <source>Mar</source>
        <translation>März</translation>
    </message>
    <message>
        <source>Apr</source>
        <translation>Apr.</translation>
    </message>
    <message>
        <source>Jun</source>
        <translation>Juni</translation>
    </message>
    <message>
        <source>Jul</source>
        <translation>Juli</translation>
    </message>
    <message>
        <source>Aug</source>
        <translation>Aug.</translation>
    </message>
    <message>
        <source>Sep</source>
        <translation>Sept.</translation>
    </message>
    <message>
        <source>Oct</source>
        <translation>Okt.</translation>
    </message>
    <message>
        <source>Nov</source>
        <translation>Nov.</translation>
    </message>
    <message>
        <source>Dec</source>
        <translation>Dez.</translation>
    </message>
    <message>
        <source>{month} {year}</source>
        <translation>{month} {year}</translation>
    </message>
    <message>
        <source>{weekday} {month} {day}</source>
        <translation>{weekday}, {day}. {month}</translation>
    </message>
    <message>
        <source>Week of {month} {day}</source>
        <translation>Woche vom {day}. {month}</translation>
    </message>
    <message>
        <source>Week</source>
        <translation>Woche</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Konto</translation>
    </message>
    <message>
        <source>Month before</source>
        <translation>Monat davor</translation>
    </message>
    <message>
        <source>Next month</source>
        <translation>Nächster Monat</translation>
    </message>
    <message>
        <source>Net this month</source>
        <translation>Netto im Monat</translation>
    </message>
    <message>
        <source>Green days</source>
        <translation>Grüne Tage</translation>
    </message>
    <message>
        <source>Best day</source>
        <translation>Bester Tag</translation>
    </message>
    <message>
        <source>Rest days</source>
        <translation>Ruhetage</translation>
    </message>
    <message>
        <source>{green} of {days}</source>
        <translation>{green} von {days}</translation>
    </message>
    <message>
        <source>{green} of {days} green</source>
        <translation>{green} von {days} grün</translation>
    </message>
    <message>
        <source>1 trip</source>
        <translation>1 Trade</translation>
    </message>
    <message>
        <source>{count} trips</source>
        <translation>{count} Trades</translation>
    </message>
    <message>
        <source>Rest day</source>
        <translation>Ruhetag</translation>
    </message>
    <message>
        <source>Holiday</source>
        <translation>Feiertag</translation>
    </message>
    <message>
        <source>To {time}</source>
        <translation>Bis {time}</translation>
    </message>
    <message>
        <source>In progress</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>{day}: {text}</source>
        <translation>{day}: {text}</translation>
    </message>
    <message>
        <source>{net}, {trips}</source>
        <translation>{net}, {trips}</translation>
    </message>
    <message>
        <source>locked out</source>
        <translation>gesperrt</translation>
    </message>
    <message>
        <source>a limit was reached</source>
        <translation>ein Limit wurde erreicht</translation>
    </message>
    <message>
        <source>no trades</source>
        <translation>keine Trades</translation>
    </message>
    <message>
        <source>Calendar, {month}: {net}</source>
        <translation>Kalender, {month}: {net}</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>Sitzungen</translation>
    </message>
    <message>
        <source>in</source>
        <translation>an</translation>
    </message>
    <message>
        <source>out</source>
        <translation>ab</translation>
    </message>
    <message>
        <source>Clock in</source>
        <translation>Einstempeln</translation>
    </message>
    <message>
        <source>Clock out</source>
        <translation>Ausstempeln</translation>
    </message>
    <message>
        <source>Clocked in since {time}</source>
        <translation>Eingestempelt seit {time}</translation>
    </message>
    <message>
        <source>Clock in when you sit down, clock out when you stop. It changes no limit.</source>
        <translation>Stempeln Sie ein, wenn Sie sich setzen, und aus, wenn Sie aufhören. Es ändert kein Limit.</translation>
    </message>
    <message>
        <source>No session this month.</source>
        <translation>Keine Sitzung in diesem Monat.</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>Reached this month</source>
        <translation>In diesem Monat erreicht</translation>
    </message>
    <message>
        <source>No limit was reached.</source>
        <translation>Kein Limit wurde erreicht.</translation>
    </message>
    <message>
        <source>By first and last trade</source>
        <translation>Nach erstem und letztem Trade</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>What if</source>
        <translation>Was wäre, wenn</translation>
    </message>
    <message>
        <source>Net of the day</source>
        <translation>Netto des Tages</translation>
    </message>
    <message>
        <source>Won</source>
        <translation>Gewonnen</translation>
    </message>
    <message>
        <source>{won} of {count}</source>
        <translation>{won} von {count}</translation>
    </message>
    <message>
        <source>Best</source>
        <translation>Bester</translation>
    </message>
    <message>
        <source>Worst</source>
        <translation>Schlechtester</translation>
    </message>
    <message>
        <source>Fees</source>
        <translation>Gebühren</translation>
    </message>
    <message>
        <source>Traded</source>
        <translation>Gehandelt</translation>
    </message>
    <message>
        <source>{begin} to {end}</source>
        <translation>{begin} bis {end}</translation>
    </message>
    <message>
        <source>In the market</source>
        <translation>Im Markt</translation>
    </message>
    <message>
        <source>Breaks</source>
        <translation>Pausen</translation>
    </message>
    <message>
        <source>{count}, {span}</source>
        <translation>{count}, {span}</translation>
    </message>
    <message>
        <source>Clocked in</source>
        <translation>Eingestempelt</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Was geschah</translation>
    </message>
    <message>
        <source>No limit was reached and nothing was locked.</source>
        <translation>Kein Limit wurde erreicht und nichts gesperrt.</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Lasted</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Ende</translation>
    </message>
    <message>
        <source>Long {root}</source>
        <translation>Long {root}</translation>
    </message>
    <message>
        <source>Short {root}</source>
        <translation>Short {root}</translation>
    </message>
    <message>
        <source>Try other limits</source>
        <translation>Andere Limits ausprobieren</translation>
    </message>
    <message>
        <source>Nothing was traded on this day.</source>
        <translation>An diesem Tag wurde nicht gehandelt.</translation>
    </message>
    <message>
        <source>Nothing was traded on this day yet.</source>
        <translation>An diesem Tag wurde noch nicht gehandelt.</translation>
    </message>
    <message>
        <source>{text} (only told)</source>
        <translation>{text} (nur gemeldet)</translation>
    </message>
    <message>
        <source>Locked until its reason ended</source>
        <translation>Gesperrt, bis der Grund endete</translation>
    </message>
    <message>
        <source>No new entries until its reason ended</source>
        <translation>Keine neuen Einstiege, bis der Grund endete</translation>
    </message>
    <message>
        <source>{symbol} blocked until its reason ended</source>
        <translation>{symbol} gesperrt, bis der Grund endete</translation>
    </message>
    <message>
        <source>Locked by hand</source>
        <translation>Von Hand gesperrt</translation>
    </message>
    <message>
        <source>The history cannot be read now: {error} Limits and lockouts work as always.</source>
        <translation>Der Verlauf kann jetzt nicht gelesen werden: {error} Limits und Sperren wirken wie immer.</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>As a table (CSV)…</source>
        <translation>Als Tabelle (CSV)…</translation>
    </message>
    <message>
        <source>With all details (JSON)…</source>
        <translation>Mit allen Einzelheiten (JSON)…</translation>
    </message>
    <message>
        <source>{count} days written to {name}.</source>
        <translation>{count} Tage nach {name} geschrieben.</translation>
    </message>
    <message>
        <source>1 day written to {name}.</source>
        <translation>1 Tag nach {name} geschrieben.</translation>
    </message>
    <message>
        <source>with</source>
        <translation>mit</translation>
    </message>
    <message>
        <source>your limits</source>
        <translation>Ihren Limits</translation>
    </message>
    <message>
        <source>1 limit changed</source>
        <translation>1 Limit geändert</translation>
    </message>
    <message>
        <source>{count} limits changed</source>
        <translation>{count} Limits geändert</translation>
    </message>
    <message>
        <source>Choose other limits…</source>
        <translation>Andere Limits wählen…</translation>
    </message>
    <message>
        <source>Runs the limits you have now. Change one to compare.</source>
        <translation>Läuft mit Ihren jetzigen Limits. Ändern Sie eines, um zu vergleichen.</translation>
    </message>
    <message>
        <source>{title}: {label}</source>
        <translation>{title}: {label}</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>Erneut starten</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Beginnt</translation>
    </message>
    <message>
        <source>One of the limits has a field to correct.</source>
        <translation>Eines der Limits hat ein Feld zu korrigieren.</translation>
    </message>
    <message>
        <source>{share}% of the recording</source>
        <translation>{share} % der Aufzeichnung</translation>
    </message>
    <message>
        <source>{day}, {share}%</source>
        <translation>{day}, {share} %</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>Abgebrochen.</translation>
    </message>
    <message>
        <source>Runs the chosen day again through the same rules, beside what was. Nothing is sent and nothing changes.</source>
        <translation>Spielt den gewählten Tag mit denselben Regeln noch einmal durch, neben dem, was war. Nichts wird gesendet, nichts ändert sich.</translation>
    </message>
    <message>
        <source>As it was</source>
        <translation>Wie es war</translation>
    </message>
    <message>
        <source>With</source>
        <translation>Mit</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>as it was</source>
        <translation>wie es war</translation>
    </message>
    <message>
        <source>with these limits</source>
        <translation>mit diesen Limits</translation>
    </message>
    <message>
        <source>Lowest point</source>
        <translation>Tiefster Punkt</translation>
    </message>
    <message>
        <source>Time locked</source>
        <translation>Zeit gesperrt</translation>
    </message>
    <message>
        <source>Net</source>
        <translation>Netto</translation>
    </message>
    <message>
        <source>Net of the week</source>
        <translation>Netto der Woche</translation>
    </message>
    <message>
        <source>These limits would have changed nothing.</source>
        <translation>Diese Limits hätten nichts geändert.</translation>
    </message>
    <message>
        <source>Run from trades, for the day was not recorded: positions from fills, fills as the only prices.</source>
        <translation>Aus Trades gespielt, denn der Tag wurde nicht aufgezeichnet: Positionen aus Ausführungen, Ausführungen als einzige Preise.</translation>
    </message>
    <message>
        <source>The recorded day, run again through the same rules.</source>
        <translation>Der aufgezeichnete Tag, noch einmal mit denselben Regeln.</translation>
    </message>
    <message>
        <source>Entries under a lockout are left out; the others keep their real fills. Slippage is not reckoned.</source>
        <translation>Einstiege unter einer Sperre fallen weg, die anderen behalten ihre echten Ausführungen. Slippage wird nicht gerechnet.</translation>
    </message>
    <message>
        <source>Not judged, for trades do not show it: {titles}.</source>
        <translation>Nicht beurteilt, denn Trades zeigen es nicht: {titles}.</translation>
    </message>
    <message>
        <source>No price was known for {symbols}: left out.</source>
        <translation>Kein Preis bekannt für {symbols}: weggelassen.</translation>
    </message>
    <message>
        <source>What they would have done</source>
        <translation>Was sie getan hätten</translation>
    </message>
    <message>
        <source>No rule would have fired.</source>
        <translation>Keine Regel hätte ausgelöst.</translation>
    </message>
    <message>
        <source>Use this limit…</source>
        <translation>Dieses Limit verwenden…</translation>
    </message>
    <message>
        <source>Use these limits…</source>
        <translation>Diese Limits verwenden…</translation>
    </message>
    <message>
        <source>Tighter, so it would take effect now</source>
        <translation>Strenger, würde also sofort gelten</translation>
    </message>
    <message>
        <source>Looser, so it would wait until {when}</source>
        <translation>Lockerer, würde also bis {when} warten</translation>
    </message>
    <message>
        <source>Part of it would take effect now, part {when}</source>
        <translation>Ein Teil würde sofort gelten, ein Teil {when}</translation>
    </message>
    <message>
        <source>Looser, so it would wait for a reset</source>
        <translation>Lockerer, würde also auf einen Reset warten</translation>
    </message>
    <message>
        <source>The run broke off: {error}</source>
        <translation>Der Lauf brach ab: {error}</translation>
    </message>
    <message>
        <source>The run broke off without a word.</source>
        <translation>Der Lauf brach ohne ein Wort ab.</translation>
    </message>
    <message>
        <source>Nothing was traded in this time, so there is nothing to run.</source>
        <translation>In dieser Zeit wurde nicht gehandelt, es gibt also nichts durchzuspielen.</translation>
    </message>
    <message>
        <source>Other limits for the what-if</source>
        <translation>Andere Limits für das Was-wäre-wenn</translation>
    </message>
    <message>
        <source>Only this what-if goes by them. Your own limits stay as they are.</source>
        <translation>Nur dieses Was-wäre-wenn richtet sich danach. Ihre eigenen Limits bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Back to my limits</source>
        <translation>Zurück zu meinen Limits</translation>
    </message>
    <message>
        <source>Lock me out</source>
        <translation>Mich sperren</translation>
    </message>
    <message>
        <source>Cannot be undone</source>
        <translation>Nicht rückgängig zu machen</translation>
    </message>
    <message>
        <source>15 min</source>
        <translation>15 min</translation>
    </message>
    <message>
        <source>1 h</source>
        <translation>1 h</translation>
    </message>
    <message>
        <source>Until reset</source>
        <translation>Bis zum Reset</translation>
    </message>
    <message>
        <source>Until…</source>
        <translation>Bis…</translation>
    </message>
    <message>
        <source>For 15 min</source>
        <translation>Für 15 min</translation>
    </message>
    <message>
        <source>For 1 h</source>
        <translation>Für 1 h</translation>
    </message>
    <message>
        <source>Until reset, {time}</source>
        <translation>Bis zum Reset, {time}</translation>
    </message>
    <message>
        <source>Until a time…</source>
        <translation>Bis zu einer Uhrzeit…</translation>
    </message>
    <message>
        <source>For how long</source>
        <translation>Für wie lange</translation>
    </message>
    <message>
        <source>Time of day</source>
        <translation>Uhrzeit</translation>
    </message>
    <message>
        <source>Which accounts</source>
        <translation>Welche Konten</translation>
    </message>
    <message>
        <source>All guarded accounts</source>
        <translation>Alle geschützten Konten</translation>
    </message>
    <message>
        <source>Lock yourself out until {time}?</source>
        <translation>Sich bis {time} sperren?</translation>
    </message>
    <message>
        <source>Lock yourself out?</source>
        <translation>Sich sperren?</translation>
    </message>
    <message>
        <source>Until then nothing can be traded on {accounts}; whatever is opened is closed at once.</source>
        <translation>Bis dahin kann auf {accounts} nichts gehandelt werden; was eröffnet wird, wird sofort geschlossen.</translation>
    </message>
    <message>
        <source>The gateway cannot be reached now. The lockout begins at once all the same; what is open on {accounts}, or is opened, is closed as soon as the gateway can be reached.</source>
        <translation>Das Gateway ist jetzt nicht erreichbar. Die Sperre beginnt trotzdem sofort; was auf {accounts} offen ist oder geöffnet wird, wird geschlossen, sobald das Gateway erreichbar ist.</translation>
    </message>
    <message>
        <source>Open there when last read: {positions}.</source>
        <translation>Dort zuletzt offen: {positions}.</translation>
    </message>
    <message>
        <source>Orders working there when last read: {count}.</source>
        <translation>Dort zuletzt offene Orders: {count}.</translation>
    </message>
    <message>
        <source>Nothing was open there when it was last read.</source>
        <translation>Dort war zuletzt nichts offen.</translation>
    </message>
    <message>
        <source>It cannot be undone: not by restarting, not by asking again.</source>
        <translation>Es lässt sich nicht rückgängig machen: nicht durch Neustart, nicht durch erneutes Bitten.</translation>
    </message>
    <message>
        <source>{account} is locked for longer already, until {time}. That stays.</source>
        <translation>{account} ist schon länger gesperrt, bis {time}. Das bleibt.</translation>
    </message>
    <message>
        <source>{account} is locked until its reason ends. That stays.</source>
        <translation>{account} ist gesperrt, bis der Grund endet. Das bleibt.</translation>
    </message>
    <message>
        <source>Lock until {time}</source>
        <translation>Sperren bis {time}</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Sperren</translation>
    </message>
    <message>
        <source>Enter a time of day like 2:30 PM or 14:30.</source>
        <translation>Geben Sie eine Uhrzeit wie 14:30 ein.</translation>
    </message>
    <message>
        <source>Closes everything held there: {positions}.</source>
        <translation>Schließt alles, was dort gehalten wird: {positions}.</translation>
    </message>
    <message>
        <source>Nothing is open there now.</source>
        <translation>Dort ist jetzt nichts offen.</translation>
    </message>
    <message>
        <source>Locked until {time}.</source>
        <translation>Gesperrt bis {time}.</translation>
    </message>
    <message>
        <source>Order ticket</source>
        <translation>Orderticket</translation>
    </message>
    <message>
        <source>Practice: order ticket</source>
        <translation>Übung: Orderticket</translation>
    </message>
    <message>
        <source>Practice mode</source>
        <translation>Übungsmodus</translation>
    </message>
    <message>
        <source>Play money on the paper gateway. Try to break your own limits: RiskGuard acts as it would for real.</source>
        <translation>Spielgeld am Papier-Gateway. Versuchen Sie, Ihre eigenen Limits zu brechen: RiskGuard handelt wie im Ernst.</translation>
    </message>
    <message>
        <source>Practice mode…</source>
        <translation>Übungsmodus…</translation>
    </message>
    <message>
        <source>Order ticket…</source>
        <translation>Orderticket…</translation>
    </message>
    <message>
        <source>Contract</source>
        <translation>Kontrakt</translation>
    </message>
    <message>
        <source>Buy {size}</source>
        <translation>{size} kaufen</translation>
    </message>
    <message>
        <source>Sell {size}</source>
        <translation>{size} verkaufen</translation>
    </message>
    <message>
        <source>Buy {size} {name} at market</source>
        <translation>{size} {name} zum Marktpreis kaufen</translation>
    </message>
    <message>
        <source>Sell {size} {name} at market</source>
        <translation>{size} {name} zum Marktpreis verkaufen</translation>
    </message>
    <message>
        <source>Place stop</source>
        <translation>Stop setzen</translation>
    </message>
    <message>
        <source>Close {position}</source>
        <translation>{position} schließen</translation>
    </message>
    <message>
        <source>Close at market</source>
        <translation>Am Markt schließen</translation>
    </message>
    <message>
        <source>Cancel 1 order</source>
        <translation>1 Order stornieren</translation>
    </message>
    <message>
        <source>Cancel orders</source>
        <translation>Orders stornieren</translation>
    </message>
    <message>
        <source>Last</source>
        <translation>Letzter</translation>
    </message>
    <message>
        <source>no price yet</source>
        <translation>noch kein Kurs</translation>
    </message>
    <message>
        <source>Holding</source>
        <translation>Gehalten</translation>
    </message>
    <message>
        <source>Connecting to the paper gateway.</source>
        <translation>Verbindet mit dem Papier-Gateway.</translation>
    </message>
    <message>
        <source>The paper gateway does not answer: {error}</source>
        <translation>Das Papier-Gateway antwortet nicht: {error}</translation>
    </message>
    <message>
        <source>Bought {size} {name} at market.</source>
        <translation>{size} {name} zum Marktpreis gekauft.</translation>
    </message>
    <message>
        <source>Sold {size} {name} at market.</source>
        <translation>{size} {name} zum Marktpreis verkauft.</translation>
    </message>
    <message>
        <source>Stop for {size} {name} placed at {price}.</source>
        <translation>Stop für {size} {name} bei {price} gesetzt.</translation>
    </message>
    <message>
        <source>Closing {position} at market.</source>
        <translation>Schließt {position} zum Marktpreis.</translation>
    </message>
    <message>
        <source>Cancelling {count} orders in {name}.</source>
        <translation>Storniert {count} Orders in {name}.</translation>
    </message>
    <message>
        <source>Not taken: {reason}.</source>
        <translation>Nicht angenommen: {reason}.</translation>
    </message>
    <message>
        <source>There is no position to protect.</source>
        <translation>Es gibt keine Position zu schützen.</translation>
    </message>
    <message>
        <source>Enter a price, {example} for instance.</source>
        <translation>Geben Sie einen Preis ein, etwa {example}.</translation>
    </message>
    <message>
        <source>A stop that sells lies below the price.</source>
        <translation>Ein Stop, der verkauft, liegt unter dem Kurs.</translation>
    </message>
    <message>
        <source>A stop that buys lies above the price.</source>
        <translation>Ein Stop, der kauft, liegt über dem Kurs.</translation>
    </message>
    <message>
        <source>End early…</source>
        <translation>Früher beenden…</translation>
    </message>
    <message>
        <source>End the lockout early, with the admin password</source>
        <translation>Die Sperre früher beenden, mit dem Admin-Passwort</translation>
    </message>
    <message>
        <source>End the lockout early?</source>
        <translation>Die Sperre früher beenden?</translation>
    </message>
    <message>
        <source>No new entries until {time} ({title})</source>
        <translation>Keine neuen Einstiege bis {time} ({title})</translation>
    </message>
    <message>
        <source>{symbol} locked until {time} ({title})</source>
        <translation>{symbol} gesperrt bis {time} ({title})</translation>
    </message>
    <message>
        <source>There is nothing here that may be ended early.</source>
        <translation>Hier gibt es nichts, das früher beendet werden darf.</translation>
    </message>
    <message>
        <source>It is kept in the record with your reason, and announced. Rules go on: the next breach locks again.</source>
        <translation>Es wird mit Ihrem Grund festgehalten und gemeldet. Die Regeln gelten weiter: der nächste Verstoß sperrt wieder.</translation>
    </message>
    <message>
        <source>Ends at once on {account}:</source>
        <translation>Endet sofort auf {account}:</translation>
    </message>
    <message>
        <source>Your reason, at least 10 letters</source>
        <translation>Ihr Grund, mindestens 10 Buchstaben</translation>
    </message>
    <message>
        <source>Admin password</source>
        <translation>Admin-Passwort</translation>
    </message>
    <message>
        <source>End the lockout</source>
        <translation>Sperre beenden</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>Einen Moment…</translation>
    </message>
    <message>
        <source>Act</source>
        <translation>Eingreifen</translation>
    </message>
    <message>
        <source>Only tell me</source>
        <translation>Nur melden</translation>
    </message>
    <message>
        <source>All added up</source>
        <translation>Alles zusammen</translation>
    </message>
    <message>
        <source>Longs against shorts</source>
        <translation>Long gegen Short</translation>
    </message>
    <message>
        <source>Reduce to the limit</source>
        <translation>Auf das Limit verringern</translation>
    </message>
    <message>
        <source>Close everything</source>
        <translation>Alles schließen</translation>
    </message>
    <message>
        <source>Close the position</source>
        <translation>Die Position schließen</translation>
    </message>
    <message>
        <source>Place a stop</source>
        <translation>Einen Stop setzen</translation>
    </message>
    <message>
        <source>The whole account</source>
        <translation>Das ganze Konto</translation>
    </message>
    <message>
        <source>Each position</source>
        <translation>Jede Position</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Nichts</translation>
    </message>
    <message>
        <source>Until the reset</source>
        <translation>Bis zum Reset</translation>
    </message>
    <message>
        <source>What an exit would get</source>
        <translation>Ausstieg</translation>
    </message>
    <message>
        <source>The last trade</source>
        <translation>Letzter Trade</translation>
    </message>
    <message>
        <source>Fills</source>
        <translation>Ausführungen</translation>
    </message>
    <message>
        <source>Round trip</source>
        <translation>Roundtrip</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>Ausführung</translation>
    </message>
    <message>
        <source>CME</source>
        <translation>CME</translation>
    </message>
    <message>
        <source>End of day</source>
        <translation>Tagesende</translation>
    </message>
    <message>
        <source>All day</source>
        <translation>Ganztägig</translation>
    </message>
    <message>
        <source>Close and lock</source>
        <translation>Schließen und sperren</translation>
    </message>
    <message>
        <source>Allow</source>
        <translation>Erlauben</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>Sperren</translation>
    </message>
    <message>
        <source>Quiet</source>
        <translation>Leise</translation>
    </message>
    <message>
        <source>System</source>
        <translation>System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>English</source>
        <translation>English</translation>
    </message>
    <message>
        <source>Deutsch</source>
        <translation>Deutsch</translation>
    </message>
    <message>
        <source>Alarm</source>
        <translation>Alarm</translation>
    </message>
    <message>
        <source>s</source>
        <translation>s</translation>
    </message>
    <message>
        <source>ticks</source>
        <translation>Ticks</translation>
    </message>
    <message>
        <source>contracts</source>
        <translation>Kontrakte</translation>
    </message>
    <message>
        <source>micros</source>
        <translation>Micros</translation>
    </message>
    <message>
        <source>Losses</source>
        <translation>Verluste</translation>
    </message>
    <message>
        <source>Profit</source>
        <translation>Gewinn</translation>
    </message>
    <message>
        <source>Size and pace</source>
        <translation>Größe und Tempo</translation>
    </message>
    <message>
        <source>Stops and entries</source>
        <translation>Stops und Einstiege</translation>
    </message>
    <message>
        <source>Hours and symbols</source>
        <translation>Zeiten und Symbole</translation>
    </message>
    <message>
        <source>{page}, read {day}</source>
        <translation>{page}, gelesen am {day}</translation>
    </message>
    <message>
        <source>{site}, article {number}</source>
        <translation>{site}, Artikel {number}</translation>
    </message>
    <message>
        <source>would be {what}</source>
        <translation>wäre {what}</translation>
    </message>
    <message>
        <source>would have {what}</source>
        <translation>es gäbe {what}</translation>
    </message>
    <message>
        <source>the reset</source>
        <translation>zum Reset</translation>
    </message>
    <message>
        <source>{about} At the limit: {then}.</source>
        <translation>{about} Am Limit: {then}.</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>Zurückziehen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>{label}: {value}</source>
        <translation>{label}: {value}</translation>
    </message>
    <message>
        <source>1 entry</source>
        <translation>1 Eintrag</translation>
    </message>
    <message>
        <source>{count} entries</source>
        <translation>{count} Einträge</translation>
    </message>
    <message>
        <source>or</source>
        <translation>oder</translation>
    </message>
    <message>
        <source>on</source>
        <translation>an</translation>
    </message>
    <message>
        <source>tells only</source>
        <translation>meldet nur</translation>
    </message>
    <message>
        <source>This has to be given.</source>
        <translation>Das muss angegeben werden.</translation>
    </message>
    <message>
        <source>Enter a whole number without a sign.</source>
        <translation>Geben Sie eine ganze Zahl ohne Vorzeichen ein.</translation>
    </message>
    <message>
        <source>Enter a number.</source>
        <translation>Geben Sie eine Zahl ein.</translation>
    </message>
    <message>
        <source>Enter an amount in dollars, without a sign.</source>
        <translation>Geben Sie einen Dollarbetrag ohne Vorzeichen ein.</translation>
    </message>
    <message>
        <source>Enter a share from 1 to 100 without a sign, e.g. 80.</source>
        <translation>Geben Sie einen Anteil von 1 bis 100 ohne Zeichen ein, z. B. 80.</translation>
    </message>
    <message>
        <source>Enter a time of day like 17:00.</source>
        <translation>Geben Sie eine Uhrzeit wie 17:00 ein.</translation>
    </message>
    <message>
        <source>Enter a whole number, or {words}.</source>
        <translation>Geben Sie eine ganze Zahl oder {words} ein.</translation>
    </message>
    <message>
        <source>Choose at least one account.</source>
        <translation>Wählen Sie mindestens ein Konto.</translation>
    </message>
    <message>
        <source>Fill in every cell of row {row}: {words}</source>
        <translation>Füllen Sie jede Zelle der Zeile {row} aus: {words}</translation>
    </message>
    <message>
        <source>Takes effect now</source>
        <translation>Gilt sofort</translation>
    </message>
    <message>
        <source>Takes effect {when}</source>
        <translation>Gilt {when}</translation>
    </message>
    <message>
        <source>Takes effect after the lockout and a cooling-off</source>
        <translation>Gilt nach der Sperre und einer Bedenkzeit</translation>
    </message>
    <message>
        <source>Takes effect after a cooling-off that begins once connected</source>
        <translation>Gilt nach einer Bedenkzeit, die mit der Verbindung beginnt</translation>
    </message>
    <message>
        <source>Was {old}.</source>
        <translation>War {old}.</translation>
    </message>
    <message>
        <source>Looser, so it waits for the first reset at least {cooling} away.</source>
        <translation>Lockerer, wartet also auf den ersten Reset, der mindestens {cooling} entfernt ist.</translation>
    </message>
    <message>
        <source>Was empty.</source>
        <translation>War leer.</translation>
    </message>
    <message>
        <source>That is {span}.</source>
        <translation>Das sind {span}.</translation>
    </message>
    <message>
        <source>1 change</source>
        <translation>1 Änderung</translation>
    </message>
    <message>
        <source>{count} changes</source>
        <translation>{count} Änderungen</translation>
    </message>
    <message>
        <source>{count} now</source>
        <translation>{count} sofort</translation>
    </message>
    <message>
        <source>{count} from {when}</source>
        <translation>{count} ab {when}</translation>
    </message>
    <message>
        <source>{count} later</source>
        <translation>{count} später</translation>
    </message>
    <message>
        <source>1 field to correct</source>
        <translation>1 Feld zu korrigieren</translation>
    </message>
    <message>
        <source>{count} fields to correct</source>
        <translation>{count} Felder zu korrigieren</translation>
    </message>
    <message>
        <source>No changes.</source>
        <translation>Keine Änderungen.</translation>
    </message>
    <message>
        <source>1 change pending</source>
        <translation>1 Änderung wartet</translation>
    </message>
    <message>
        <source>{count} changes pending</source>
        <translation>{count} Änderungen warten</translation>
    </message>
    <message>
        <source>{on} on, {off} off</source>
        <translation>{on} an, {off} aus</translation>
    </message>
    <message>
        <source>would {what}</source>
        <translation>würde {what}</translation>
    </message>
    <message>
        <source>close {what}</source>
        <translation>{what} schließen</translation>
    </message>
    <message>
        <source>reduce by {what}</source>
        <translation>um {what} verringern</translation>
    </message>
    <message>
        <source>cancel 1 order</source>
        <translation>1 Order stornieren</translation>
    </message>
    <message>
        <source>cancel {count} orders</source>
        <translation>{count} Orders stornieren</translation>
    </message>
    <message>
        <source>place a stop</source>
        <translation>einen Stop setzen</translation>
    </message>
    <message>
        <source>place a target</source>
        <translation>ein Ziel setzen</translation>
    </message>
    <message>
        <source>change a stop</source>
        <translation>einen Stop ändern</translation>
    </message>
    <message>
        <source>change a target</source>
        <translation>ein Ziel ändern</translation>
    </message>
    <message>
        <source>only tell you</source>
        <translation>es nur melden</translation>
    </message>
    <message>
        <source>locked until {time}</source>
        <translation>gesperrt bis {time}</translation>
    </message>
    <message>
        <source>locked while it holds</source>
        <translation>gesperrt, solange es gilt</translation>
    </message>
    <message>
        <source>no new entries until {time}</source>
        <translation>keine neuen Einstiege bis {time}</translation>
    </message>
    <message>
        <source>no new entries while it holds</source>
        <translation>keine neuen Einstiege, solange es gilt</translation>
    </message>
    <message>
        <source>{symbol} blocked while it holds</source>
        <translation>{symbol} gesperrt, solange es gilt</translation>
    </message>
    <message>
        <source>In {span} it {what}, unless that changes.</source>
        <translation>In {span}: {what}, sofern sich nichts ändert.</translation>
    </message>
    <message>
        <source>{what}.</source>
        <translation>{what}.</translation>
    </message>
    <message>
        <source>{count} accounts, each</source>
        <translation>{count} Konten, jedes</translation>
    </message>
    <message>
        <source>Nothing would be done to your accounts now.</source>
        <translation>Mit Ihren Konten würde jetzt nichts geschehen.</translation>
    </message>
    <message>
        <source>That is not the password.</source>
        <translation>Das ist nicht das Passwort.</translation>
    </message>
    <message>
        <source>That is not the password. The next try counts in {seconds} s.</source>
        <translation>Das ist nicht das Passwort. Der nächste Versuch zählt in {seconds} s.</translation>
    </message>
    <message>
        <source>phone</source>
        <translation>handy</translation>
    </message>
    <message>
        <source>Nothing is written before the last page. Cancel leaves nothing behind.</source>
        <translation>Vor der letzten Seite wird nichts geschrieben. Abbrechen hinterlässt nichts.</translation>
    </message>
    <message>
        <source>It holds for every account you guard: give the highest of them. One whose own is lower is stopped earlier, perhaps at once; the last page shows it.</source>
        <translation>Er gilt für jedes Konto, das Sie schützen: Geben Sie den höchsten davon an. Ein Konto, dessen eigener niedriger ist, wird früher gestoppt, vielleicht sofort; die letzte Seite zeigt es.</translation>
    </message>
    <message>
        <source>none set</source>
        <translation>keines</translation>
    </message>
    <message>
        <source>Firm limits from {page}, read {day}. Firms change their rules: check.</source>
        <translation>Limits der Firma von {page}, gelesen am {day}. Firmen ändern ihre Regeln: Prüfen Sie sie.</translation>
    </message>
    <message>
        <source>RiskGuard’s proposals, no firm’s limits. {note}</source>
        <translation>Vorschläge von RiskGuard, keine Limits einer Firma. {note}</translation>
    </message>
    <message>
        <source>Also on: {titles}. All of it can be changed in the settings.</source>
        <translation>Auch an: {titles}. Alles lässt sich in den Einstellungen ändern.</translation>
    </message>
    <message>
        <source>Practice or live</source>
        <translation>Übung oder live</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation>Konten</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Limits</translation>
    </message>
    <message>
        <source>Password and start</source>
        <translation>Passwort und Start</translation>
    </message>
    <message>
        <source>Start empty, set each one yourself.</source>
        <translation>Leer beginnen, jedes selbst setzen.</translation>
    </message>
    <message>
        <source>Drawdown to firm floor</source>
        <translation>Drawdown bis zur Untergrenze</translation>
    </message>
    <message>
        <source>Acts this much before the firm does</source>
        <translation>Greift so viel früher ein als die Firma</translation>
    </message>
    <message>
        <source>Highest balance so far</source>
        <translation>Höchster Kontostand bisher</translation>
    </message>
    <message>
        <source>At the end of a day, as your firm shows it</source>
        <translation>Am Ende eines Tages, wie ihn die Firma zeigt</translation>
    </message>
    <message>
        <source>Daily net loss</source>
        <translation>Tagesverlust netto</translation>
    </message>
    <message>
        <source>A quarter of the firm’s maximum loss is a calm start</source>
        <translation>Ein Viertel des höchsten Verlusts der Firma ist ein ruhiger Anfang</translation>
    </message>
    <message>
        <source>Held at the same time</source>
        <translation>Gleichzeitig gehalten</translation>
    </message>
    <message>
        <source>Flat before the close</source>
        <translation>Flat vor dem Schluss</translation>
    </message>
    <message>
        <source>Closed so long before the hours end</source>
        <translation>So lange vor dem Ende der Zeiten geschlossen</translation>
    </message>
    <message>
        <source>Then a break from new entries</source>
        <translation>Dann eine Pause von neuen Einstiegen</translation>
    </message>
    <message>
        <source>Stop within</source>
        <translation>Stop innerhalb</translation>
    </message>
    <message>
        <source>A position without a stop is closed</source>
        <translation>Eine Position ohne Stop wird geschlossen</translation>
    </message>
    <message>
        <source>Entries an hour</source>
        <translation>Einstiege pro Stunde</translation>
    </message>
    <message>
        <source>Then a pause</source>
        <translation>Dann eine Pause</translation>
    </message>
    <message>
        <source>Those in your settings, to be changed here.</source>
        <translation>Die aus Ihren Einstellungen, hier zu ändern.</translation>
    </message>
    <message>
        <source>Only what you switch on is a limit.</source>
        <translation>Nur was Sie einschalten, ist ein Limit.</translation>
    </message>
    <message>
        <source>Switch on at least one limit.</source>
        <translation>Schalten Sie mindestens ein Limit ein.</translation>
    </message>
    <message>
        <source>You can tighten them at any time. Loosening waits.</source>
        <translation>Verschärfen können Sie jederzeit. Lockern wartet.</translation>
    </message>
    <message>
        <source>Topstep Combine</source>
        <translation>Topstep Combine</translation>
    </message>
    <message>
        <source>Express Funded</source>
        <translation>Express Funded</translation>
    </message>
    <message>
        <source>No firm, or another</source>
        <translation>Keine Firma oder eine andere</translation>
    </message>
    <message>
        <source>RiskGuard’s proposals, no firm’s limits.</source>
        <translation>Vorschläge von RiskGuard, keine Limits einer Firma.</translation>
    </message>
    <message>
        <source>Still to be filled in: {titles}.</source>
        <translation>Noch auszufüllen: {titles}.</translation>
    </message>
    <message>
        <source>{name} was not imported.</source>
        <translation>{name} wurde nicht importiert.</translation>
    </message>
    <message>
        <source>Line {line}: {words}</source>
        <translation>Zeile {line}: {words}</translation>
    </message>
    <message>
        <source>It may come from a newer version of RiskGuard.</source>
        <translation>Sie kann aus einer neueren Version von RiskGuard stammen.</translation>
    </message>
    <message>
        <source>It is no text file.</source>
        <translation>Sie ist keine Textdatei.</translation>
    </message>
    <message>
        <source>It cannot be read: {reason}.</source>
        <translation>Sie kann nicht gelesen werden: {reason}.</translation>
    </message>
    <message>
        <source>{name} could not be written to {folder}: {reason}. Choose another folder.</source>
        <translation>{name} konnte nicht nach {folder} geschrieben werden: {reason}. Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>One more line is wrong.</source>
        <translation>Eine weitere Zeile ist falsch.</translation>
    </message>
    <message>
        <source>{count} more lines are wrong.</source>
        <translation>{count} weitere Zeilen sind falsch.</translation>
    </message>
    <message>
        <source>Take at least {least} letters; several words are better.</source>
        <translation>Nehmen Sie mindestens {least} Zeichen; mehrere Wörter sind besser.</translation>
    </message>
    <message>
        <source>Read on the firm’s own page</source>
        <translation>Auf der eigenen Seite der Firma gelesen</translation>
    </message>
    <message>
        <source>From a secondary source</source>
        <translation>Aus zweiter Hand</translation>
    </message>
    <message>
        <source>Our own choice</source>
        <translation>Unsere eigene Wahl</translation>
    </message>
    <message>
        <source>No longer the firm’s default, so it is off</source>
        <translation>Nicht mehr Standard der Firma, daher aus</translation>
    </message>
    <message>
        <source>Not verified, so it is off</source>
        <translation>Nicht bestätigt, daher aus</translation>
    </message>
    <message>
        <source>As it comes</source>
        <translation>Wie voreingestellt</translation>
    </message>
    <message>
        <source>has a field to correct</source>
        <translation>hat ein Feld zu korrigieren</translation>
    </message>
    <message>
        <source>has a change that waits</source>
        <translation>hat eine wartende Änderung</translation>
    </message>
    <message>
        <source>has a change</source>
        <translation>hat eine Änderung</translation>
    </message>
</context>
</TS>
