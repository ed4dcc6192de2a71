<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja_JP" sourcelanguage="en_GB">
<context>
    <name>Account</name>
    <message>
        <source>%1 %2</source>
        <comment>a date, and a time of day</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1: since %2, used last %3</source>
        <translation>%1： %2から、最終使用 %3</translation>
    </message>
    <message>
        <source>%1: this console, since %2</source>
        <translation>%1： このコンソール、%2から</translation>
    </message>
    <message>
        <source>4 to 8 digits that unlock this console while you are signed in.</source>
        <translation>サインイン中にこのコンソールのロックを解除する4～8桁の数字です。</translation>
    </message>
    <message>
        <source>A PC without a name</source>
        <translation>名前のないPC</translation>
    </message>
    <message>
        <source>Asking the hub …</source>
        <translation>ハブに問い合わせています…</translation>
    </message>
    <message>
        <source>At least 12 characters: a few words are easy to keep in mind.</source>
        <translation>12文字以上。いくつかの単語を並べると覚えやすくなります。</translation>
    </message>
    <message>
        <source>Change PIN</source>
        <translation>PINを変更</translation>
    </message>
    <message>
        <source>Change password</source>
        <translation>パスワードを変更</translation>
    </message>
    <message>
        <source>End your sessions on all PCs, here too? Walls that you have open elsewhere stop.</source>
        <translation>このPCを含むすべてのPCでセッションを終了しますか。ほかで開いている一覧画面も止まります。</translation>
    </message>
    <message>
        <source>My account</source>
        <translation>マイアカウント</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>新しいパスワード</translation>
    </message>
    <message>
        <source>New password again</source>
        <translation>新しいパスワード（確認）</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>パスワード</translation>
    </message>
    <message>
        <source>Password, to confirm</source>
        <translation>パスワード（確認のため）</translation>
    </message>
    <message>
        <source>Present password</source>
        <translation>現在のパスワード</translation>
    </message>
    <message>
        <source>Remove PIN</source>
        <translation>PINを削除</translation>
    </message>
    <message>
        <source>Set PIN</source>
        <translation>PINを設定</translation>
    </message>
    <message>
        <source>Sign out everywhere</source>
        <translation>すべてのPCでサインアウト</translation>
    </message>
    <message>
        <source>Sign out everywhere …</source>
        <translation>すべてのPCでサインアウト…</translation>
    </message>
    <message>
        <source>Signed in</source>
        <translation>サインイン</translation>
    </message>
    <message>
        <source>The present password is wrong.</source>
        <translation>現在のパスワードが違います。</translation>
    </message>
    <message>
        <source>Your PIN was removed</source>
        <translation>PINを削除しました</translation>
    </message>
    <message>
        <source>Your PIN was set</source>
        <translation>PINを設定しました</translation>
    </message>
    <message>
        <source>Your password was changed</source>
        <translation>パスワードを変更しました</translation>
    </message>
</context>
<context>
    <name>Admin</name>
    <message>
        <source>Admin is not for your role</source>
        <translation>あなたの役割では管理画面を使えません</translation>
    </message>
    <message>
        <source>Ask your administrator for the right to look after people or PCs.</source>
        <translation>利用者やPCを管理する権限については、管理者に依頼してください。</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>監査</translation>
    </message>
    <message>
        <source>Day lists</source>
        <translation>日別予約の取込</translation>
    </message>
    <message>
        <source>Devices</source>
        <translation>機器</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>取り込み</translation>
    </message>
    <message>
        <source>Parts of Admin</source>
        <translation>管理の項目</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>役割</translation>
    </message>
    <message>
        <source>Schedules</source>
        <translation>予約スケジュール</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>セッション</translation>
    </message>
    <message>
        <source>Stations</source>
        <translation>PC</translation>
    </message>
    <message>
        <source>Users</source>
        <translation>利用者</translation>
    </message>
</context>
<context>
    <name>Audit</name>
    <message>
        <source>%1 (changed)</source>
        <translation>%1（変更）</translation>
    </message>
    <message>
        <source>%1 is written: %2 events.</source>
        <translation>%1を書き出しました： %2件</translation>
    </message>
    <message>
        <source>%1 is written: the newest %2 events, older ones have no room.</source>
        <translation>%1を書き出しました： 新しい順に%2件。それより古いものは含まれません。</translation>
    </message>
    <message>
        <source>%1 waiting</source>
        <translation>待機 %1件</translation>
    </message>
    <message>
        <source>%1 waiting since %2</source>
        <translation>%2から待機 %1件</translation>
    </message>
    <message>
        <source>%1 was not written.</source>
        <translation>%1は書き出されませんでした。</translation>
    </message>
    <message>
        <source>1 year</source>
        <translation>1年間</translation>
    </message>
    <message>
        <source>30 days</source>
        <translation>30日間</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>7日間</translation>
    </message>
    <message>
        <source>Absence</source>
        <translation>不在</translation>
    </message>
    <message>
        <source>Absences and calls</source>
        <translation>不在と連絡</translation>
    </message>
    <message>
        <source>Added a clinic</source>
        <translation>医療機関を追加</translation>
    </message>
    <message>
        <source>Added a practitioner</source>
        <translation>担当者を追加</translation>
    </message>
    <message>
        <source>Added a room or device for visits</source>
        <translation>診察室・機器を追加</translation>
    </message>
    <message>
        <source>Added a type of visit</source>
        <translation>予約種別を追加</translation>
    </message>
    <message>
        <source>Added a user</source>
        <translation>利用者を追加</translation>
    </message>
    <message>
        <source>Added a walk-in</source>
        <translation>予約外の来院を追加</translation>
    </message>
    <message>
        <source>Added a ward</source>
        <translation>病棟を追加</translation>
    </message>
    <message>
        <source>Added leave, extra hours or a closing</source>
        <translation>休暇・臨時診療・休診を登録</translation>
    </message>
    <message>
        <source>After</source>
        <translation>変更後</translation>
    </message>
    <message>
        <source>All clinics</source>
        <translation>すべての医療機関</translation>
    </message>
    <message>
        <source>Asked by</source>
        <translation>照会項目</translation>
    </message>
    <message>
        <source>Audit log</source>
        <translation>監査ログ</translation>
    </message>
    <message>
        <source>Bed</source>
        <translation>ベッド</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>変更前</translation>
    </message>
    <message>
        <source>Before and after</source>
        <translation>変更前と変更後</translation>
    </message>
    <message>
        <source>Began to import a file</source>
        <translation>ファイルの取り込みを開始</translation>
    </message>
    <message>
        <source>Booked a visit</source>
        <translation>予約を登録</translation>
    </message>
    <message>
        <source>Broke the glass</source>
        <translation>緊急アクセスを実行</translation>
    </message>
    <message>
        <source>Broken glass</source>
        <translation>緊急アクセス</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Cancelled a visit</source>
        <translation>予約を取り消し</translation>
    </message>
    <message>
        <source>Changed a check-in card</source>
        <translation>受付カードを変更</translation>
    </message>
    <message>
        <source>Changed a patient</source>
        <translation>患者情報を変更</translation>
    </message>
    <message>
        <source>Changed a practitioner</source>
        <translation>担当者を変更</translation>
    </message>
    <message>
        <source>Changed a room or device for visits</source>
        <translation>診察室・機器を変更</translation>
    </message>
    <message>
        <source>Changed a type of visit</source>
        <translation>予約種別を変更</translation>
    </message>
    <message>
        <source>Changed a user</source>
        <translation>利用者を変更</translation>
    </message>
    <message>
        <source>Changed a user’s roles</source>
        <translation>利用者の役割を変更</translation>
    </message>
    <message>
        <source>Changed own PIN</source>
        <translation>自分のPINを変更</translation>
    </message>
    <message>
        <source>Changed own password</source>
        <translation>自分のパスワードを変更</translation>
    </message>
    <message>
        <source>Changed the restriction of a chart</source>
        <translation>カルテの閲覧制限を変更</translation>
    </message>
    <message>
        <source>Changed the waitlist</source>
        <translation>待機リストを変更</translation>
    </message>
    <message>
        <source>Changed working hours</source>
        <translation>勤務時間を変更</translation>
    </message>
    <message>
        <source>Chart</source>
        <translation>カルテ</translation>
    </message>
    <message>
        <source>Check-in</source>
        <translation>受付</translation>
    </message>
    <message>
        <source>Checked a patient in</source>
        <translation>患者の受付を完了</translation>
    </message>
    <message>
        <source>Checked a patient out</source>
        <translation>患者の診察終了を記録</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>絞り込みを解除</translation>
    </message>
    <message>
        <source>Clinic</source>
        <translation>医療機関</translation>
    </message>
    <message>
        <source>Clinics</source>
        <translation>医療機関</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>コード</translation>
    </message>
    <message>
        <source>Confirmed who a patient is</source>
        <translation>患者の本人確認を実施</translation>
    </message>
    <message>
        <source>Console locked</source>
        <translation>コンソールをロック</translation>
    </message>
    <message>
        <source>Console unlocked</source>
        <translation>コンソールのロックを解除</translation>
    </message>
    <message>
        <source>Content</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>機器</translation>
    </message>
    <message>
        <source>Devices</source>
        <translation>機器</translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>無効</translation>
    </message>
    <message>
        <source>Disabled a user</source>
        <translation>利用者を無効化</translation>
    </message>
    <message>
        <source>Enabled a user again</source>
        <translation>利用者を再び有効化</translation>
    </message>
    <message>
        <source>Ended the import of a file</source>
        <translation>ファイルの取り込みを中止</translation>
    </message>
    <message>
        <source>Ends</source>
        <translation>終了</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>全員</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>すべて</translation>
    </message>
    <message>
        <source>Export the audit log</source>
        <translation>監査ログを書き出す</translation>
    </message>
    <message>
        <source>Export …</source>
        <translation>書き出す…</translation>
    </message>
    <message>
        <source>Exported the audit log</source>
        <translation>監査ログを書き出し</translation>
    </message>
    <message>
        <source>From</source>
        <translation>開始</translation>
    </message>
    <message>
        <source>From PC</source>
        <translation>操作したPC</translation>
    </message>
    <message>
        <source>From … to …</source>
        <translation>期間を指定</translation>
    </message>
    <message>
        <source>Gave a device a new token</source>
        <translation>機器に新しいトークンを発行</translation>
    </message>
    <message>
        <source>Gave a user a new password</source>
        <translation>利用者に新しいパスワードを発行</translation>
    </message>
    <message>
        <source>Gave back a time</source>
        <translation>仮押さえを解除</translation>
    </message>
    <message>
        <source>Gave back an opened chart</source>
        <translation>緊急アクセスを終了</translation>
    </message>
    <message>
        <source>How far it is sealed is not known</source>
        <translation>封印の状況は不明です</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>取り込み</translation>
    </message>
    <message>
        <source>Imports</source>
        <translation>取り込み</translation>
    </message>
    <message>
        <source>Kept a time free</source>
        <translation>枠を仮押さえ</translation>
    </message>
    <message>
        <source>Lifted by the same user</source>
        <translation>同じ利用者が制限を解除</translation>
    </message>
    <message>
        <source>Looked at a call list</source>
        <translation>連絡リストを閲覧</translation>
    </message>
    <message>
        <source>Looked at a schedule</source>
        <translation>スケジュールを表示</translation>
    </message>
    <message>
        <source>Looked at the waitlist</source>
        <translation>待機リストを表示</translation>
    </message>
    <message>
        <source>Looked at what other hours would affect</source>
        <translation>勤務時間変更の影響を確認</translation>
    </message>
    <message>
        <source>Looked for a patient</source>
        <translation>患者を検索</translation>
    </message>
    <message>
        <source>Looked for a restricted chart</source>
        <translation>緊急アクセスのために照会</translation>
    </message>
    <message>
        <source>Looked for duplicates of a patient</source>
        <translation>重複する患者を検索</translation>
    </message>
    <message>
        <source>Looked for free times</source>
        <translation>空き枠を検索</translation>
    </message>
    <message>
        <source>Looked how many patients did not come</source>
        <translation>無断キャンセル率を閲覧</translation>
    </message>
    <message>
        <source>Looked where an absent doctor’s visits could go</source>
        <translation>不在医師の予約の振替先を照会</translation>
    </message>
    <message>
        <source>Looked who opened a patient</source>
        <translation>患者の閲覧者を表示</translation>
    </message>
    <message>
        <source>MRN</source>
        <translation>MRN</translation>
    </message>
    <message>
        <source>Match</source>
        <translation>該当</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>機種</translation>
    </message>
    <message>
        <source>Moved a PC to another clinic</source>
        <translation>PCを別の医療機関へ移動</translation>
    </message>
    <message>
        <source>Moved a visit</source>
        <translation>予約を変更</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>No. %1 in the chain</source>
        <translation>チェーンの%1番</translation>
    </message>
    <message>
        <source>Nobody signed in</source>
        <translation>未サインイン</translation>
    </message>
    <message>
        <source>Not yet</source>
        <translation>未封印</translation>
    </message>
    <message>
        <source>Noted a call to a patient</source>
        <translation>患者への連絡を記録</translation>
    </message>
    <message>
        <source>Noted that a doctor is away and moved the visits</source>
        <translation>医師の不在を登録し予約を振替</translation>
    </message>
    <message>
        <source>Noted that a patient did not come</source>
        <translation>患者の無断キャンセルを記録</translation>
    </message>
    <message>
        <source>Noted that a patient has come</source>
        <translation>患者の来院を記録</translation>
    </message>
    <message>
        <source>Noted that a patient is with the doctor</source>
        <translation>患者の診察開始を記録</translation>
    </message>
    <message>
        <source>Noted that a patient left without being seen</source>
        <translation>患者の診察前帰宅を記録</translation>
    </message>
    <message>
        <source>Nothing of this kind was recorded in this time.</source>
        <translation>この期間に該当する記録はありません。</translation>
    </message>
    <message>
        <source>Nothing was found</source>
        <translation>見つかりません</translation>
    </message>
    <message>
        <source>Nothing was recorded in a year</source>
        <translation>この1年間の記録はありません</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>番号</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>On what</source>
        <translation>対象</translation>
    </message>
    <message>
        <source>Only what %1 did</source>
        <translation>%1の操作のみ</translation>
    </message>
    <message>
        <source>Opened a check-in card</source>
        <translation>受付カードを開いた</translation>
    </message>
    <message>
        <source>Opened a patient</source>
        <translation>患者を表示</translation>
    </message>
    <message>
        <source>Opened a patient’s vitals</source>
        <translation>患者のバイタルを表示</translation>
    </message>
    <message>
        <source>Opened a visit</source>
        <translation>予約を表示</translation>
    </message>
    <message>
        <source>Opened by glass</source>
        <translation>緊急アクセスで表示</translation>
    </message>
    <message>
        <source>Own account</source>
        <translation>自分のアカウント</translation>
    </message>
    <message>
        <source>Own passwords</source>
        <translation>自分のパスワード</translation>
    </message>
    <message>
        <source>PC</source>
        <translation>PC</translation>
    </message>
    <message>
        <source>PCs</source>
        <translation>PC</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>Patient, by MRN</source>
        <translation>患者（MRNで指定）</translation>
    </message>
    <message>
        <source>Patients</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>Placed a device</source>
        <translation>機器を設置</translation>
    </message>
    <message>
        <source>Practitioner</source>
        <translation>担当者</translation>
    </message>
    <message>
        <source>Practitioners</source>
        <translation>担当者</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>プログラム</translation>
    </message>
    <message>
        <source>Read the audit log</source>
        <translation>監査ログを閲覧</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>更新</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>拒否</translation>
    </message>
    <message>
        <source>Registered a device</source>
        <translation>機器を登録</translation>
    </message>
    <message>
        <source>Registered a patient</source>
        <translation>患者を登録</translation>
    </message>
    <message>
        <source>Remembered on the PC</source>
        <translation>PCに記憶</translation>
    </message>
    <message>
        <source>Removed a PC</source>
        <translation>PCを一覧から削除</translation>
    </message>
    <message>
        <source>Removed leave, extra hours or a closing</source>
        <translation>休暇・臨時診療・休診を削除</translation>
    </message>
    <message>
        <source>Restriction</source>
        <translation>閲覧制限</translation>
    </message>
    <message>
        <source>Revoked</source>
        <translation>失効</translation>
    </message>
    <message>
        <source>Revoked a device</source>
        <translation>機器を失効</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>役割</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>役割</translation>
    </message>
    <message>
        <source>Room or device</source>
        <translation>診察室・機器</translation>
    </message>
    <message>
        <source>Rooms and devices</source>
        <translation>診察室・機器</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>予約</translation>
    </message>
    <message>
        <source>Schedules</source>
        <translation>予約スケジュール</translation>
    </message>
    <message>
        <source>Sealed</source>
        <translation>封印</translation>
    </message>
    <message>
        <source>Sealed up to %1</source>
        <translation>%1まで封印済み</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>セッション</translation>
    </message>
    <message>
        <source>Sessions ended</source>
        <translation>終了したセッション</translation>
    </message>
    <message>
        <source>Show all of the last year</source>
        <translation>この1年間をすべて表示</translation>
    </message>
    <message>
        <source>Sign-in name</source>
        <translation>ログイン名</translation>
    </message>
    <message>
        <source>Sign-in refused</source>
        <translation>サインインを拒否</translation>
    </message>
    <message>
        <source>Signed in</source>
        <translation>サインイン</translation>
    </message>
    <message>
        <source>Signed out</source>
        <translation>サインアウト</translation>
    </message>
    <message>
        <source>Signed out everywhere</source>
        <translation>すべてのPCでサインアウト</translation>
    </message>
    <message>
        <source>Signing in</source>
        <translation>サインイン</translation>
    </message>
    <message>
        <source>Stale session key used again: session ended</source>
        <translation>使用済みのセッションキーが再使用されたため、セッションを終了</translation>
    </message>
    <message>
        <source>Table, CSV (*.csv)</source>
        <translation>表、CSV （*.csv）</translation>
    </message>
    <message>
        <source>The log itself</source>
        <translation>ログ自体</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>時刻</translation>
    </message>
    <message>
        <source>Times of %1</source>
        <translation>%1の時刻</translation>
    </message>
    <message>
        <source>To</source>
        <translation>終了</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今日</translation>
    </message>
    <message>
        <source>Took a patient to a room</source>
        <translation>患者の入室を記録</translation>
    </message>
    <message>
        <source>Took back a change of a visit</source>
        <translation>予約の変更を元に戻す</translation>
    </message>
    <message>
        <source>Took back that a doctor is away</source>
        <translation>医師の不在登録を取り消し</translation>
    </message>
    <message>
        <source>Took back that a patient has come</source>
        <translation>患者の来院記録を取り消し</translation>
    </message>
    <message>
        <source>Took in a patient of another clinic</source>
        <translation>別の医療機関の患者を受け入れ</translation>
    </message>
    <message>
        <source>Type of visit</source>
        <translation>予約種別</translation>
    </message>
    <message>
        <source>Types of visits</source>
        <translation>予約種別</translation>
    </message>
    <message>
        <source>Unlocking refused</source>
        <translation>ロック解除を拒否</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>期限</translation>
    </message>
    <message>
        <source>User</source>
        <translation>利用者</translation>
    </message>
    <message>
        <source>Users</source>
        <translation>利用者</translation>
    </message>
    <message>
        <source>Visit</source>
        <translation>予約</translation>
    </message>
    <message>
        <source>Visits</source>
        <translation>予約</translation>
    </message>
    <message>
        <source>Vitals</source>
        <translation>バイタル</translation>
    </message>
    <message>
        <source>Waitlist</source>
        <translation>待機リスト</translation>
    </message>
    <message>
        <source>Ward</source>
        <translation>病棟</translation>
    </message>
    <message>
        <source>Was shown a patient’s visits</source>
        <translation>患者の予約を表示</translation>
    </message>
    <message>
        <source>Was shown the patients of a ward</source>
        <translation>病棟の患者一覧を表示</translation>
    </message>
    <message>
        <source>What</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>When</source>
        <translation>日時</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>利用者</translation>
    </message>
    <message>
        <source>Who looked at MRN %1?</source>
        <translation>MRN %1を閲覧したのは？</translation>
    </message>
    <message>
        <source>Who looked at this patient?</source>
        <translation>この患者を閲覧したのは？</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Working hours</source>
        <translation>勤務時間</translation>
    </message>
    <message>
        <source>Writing %1: %2</source>
        <translation>%1を書き出し中： %2</translation>
    </message>
    <message>
        <source>family</source>
        <translation>職員の家族</translation>
    </message>
    <message>
        <source>member of staff</source>
        <translation>職員</translation>
    </message>
    <message>
        <source>no</source>
        <translation>いいえ</translation>
    </message>
    <message>
        <source>own chart</source>
        <translation>勤務者本人のカルテ</translation>
    </message>
    <message>
        <source>public person</source>
        <translation>著名人</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>はい</translation>
    </message>
</context>
<context>
    <name>Booking</name>
    <message>
        <source>%1 to %2</source>
        <comment>two times of day</comment>
        <translation>%1～%2</translation>
    </message>
    <message numerus="yes">
        <source>%1 · %n min</source>
        <translation>
            <numerusform>%1 · %n 分</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n found</source>
        <translation>
            <numerusform>%n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n min</source>
        <translation>
            <numerusform>%n 分</numerusform>
        </translation>
    </message>
    <message>
        <source>Another patient than %1</source>
        <translation>%1 さん以外の患者を選択</translation>
    </message>
    <message>
        <source>Asking for it…</source>
        <translation>枠を確認中…</translation>
    </message>
    <message>
        <source>Asking the hub…</source>
        <translation>サーバーに問い合わせ中…</translation>
    </message>
    <message>
        <source>Book</source>
        <translation>予約する</translation>
    </message>
    <message>
        <source>Book a visit</source>
        <translation>予約の登録</translation>
    </message>
    <message>
        <source>Booked: %1</source>
        <translation>予約しました：%1</translation>
    </message>
    <message>
        <source>Booking…</source>
        <translation>予約中…</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>変更</translation>
    </message>
    <message>
        <source>Choose the patient.</source>
        <translation>患者を選択してください。</translation>
    </message>
    <message>
        <source>Free instead</source>
        <translation>代わりの空き枠</translation>
    </message>
    <message>
        <source>It stands on the visit and in the audit log.</source>
        <translation>予約と監査ログに記録されます。</translation>
    </message>
    <message>
        <source>Keep it again</source>
        <translation>もう一度仮押さえ</translation>
    </message>
    <message>
        <source>Kept for %1</source>
        <translation>仮押さえ 残り %1</translation>
    </message>
    <message>
        <source>Kept for you</source>
        <translation>仮押さえ中</translation>
    </message>
    <message>
        <source>Name, date of birth, MRN or phone</source>
        <translation>氏名、生年月日、MRN、電話番号</translation>
    </message>
    <message>
        <source>No visit can be booked at this time. Choose another one.</source>
        <translation>この時間は予約できません。別の時間を選択してください。</translation>
    </message>
    <message>
        <source>No visit can be booked for this patient. Choose somebody else.</source>
        <translation>この患者の予約は登録できません。別の患者を選択してください。</translation>
    </message>
    <message>
        <source>Nobody is found by this.</source>
        <translation>該当する患者はいません。</translation>
    </message>
    <message>
        <source>Not booked: %1</source>
        <translation>予約できませんでした：%1</translation>
    </message>
    <message>
        <source>Not sure yet whether this is booked.</source>
        <translation>予約されたかどうか確認中です。</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>Patients cannot be searched: %1</source>
        <translation>患者を検索できません：%1</translation>
    </message>
    <message>
        <source>Patients found</source>
        <translation>見つかった患者</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>来院理由</translation>
    </message>
    <message>
        <source>Register new patient…</source>
        <translation>新規患者を登録…</translation>
    </message>
    <message>
        <source>Say below why it is booked beside.</source>
        <translation>重ねて予約する理由を下に入力してください。</translation>
    </message>
    <message>
        <source>Search again</source>
        <translation>再検索</translation>
    </message>
    <message>
        <source>Somebody has just taken this time.</source>
        <translation>この枠は今、別の人が押さえました。</translation>
    </message>
    <message>
        <source>Take another time, or say below why it is booked beside.</source>
        <translation>別の時間を選ぶか、重ねて予約する理由を下に入力してください。</translation>
    </message>
    <message>
        <source>The answer was lost. It is asked for again, and booked once at most.</source>
        <translation>応答を受信できませんでした。再確認しています。二重に予約されることはありません。</translation>
    </message>
    <message>
        <source>The clocks change during this visit: it ends at %1.</source>
        <translation>この予約の間に時刻が切り替わります。終了は %1 です。</translation>
    </message>
    <message>
        <source>The clocks go forward to %1: the time before it does not exist.</source>
        <translation>時計が %1 に進むため、その前の時刻は存在しません。</translation>
    </message>
    <message>
        <source>The first %1 of two: the clocks go back after it.</source>
        <translation>2 回ある %1 の 1 回目です（このあと時計が戻ります）。</translation>
    </message>
    <message>
        <source>The reason contains characters that cannot be kept.</source>
        <translation>来院理由に登録できない文字が含まれています。</translation>
    </message>
    <message>
        <source>The second %1 of two: the clocks have gone back before it.</source>
        <translation>2 回ある %1 の 2 回目です（時計が戻ったあと）。</translation>
    </message>
    <message>
        <source>These are the nearest free times:</source>
        <translation>近い空き枠：</translation>
    </message>
    <message>
        <source>This text contains characters that cannot be kept.</source>
        <translation>登録できない文字が含まれています。</translation>
    </message>
    <message>
        <source>This time could not be kept.</source>
        <translation>この枠を仮押さえできませんでした。</translation>
    </message>
    <message>
        <source>This time is not kept for you any more.</source>
        <translation>この枠の仮押さえは解除されました。</translation>
    </message>
    <message>
        <source>This type of visit cannot be booked. Choose another one.</source>
        <translation>この予約種別は予約できません。別の予約種別を選択してください。</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今日</translation>
    </message>
    <message>
        <source>Tomorrow</source>
        <translation>明日</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>今すぐ再試行</translation>
    </message>
    <message>
        <source>Types of visits are not here yet.</source>
        <translation>予約種別をまだ受信していません。</translation>
    </message>
    <message>
        <source>Visit</source>
        <translation>予約種別</translation>
    </message>
    <message>
        <source>What you have typed is still here.</source>
        <translation>入力した内容は残っています。</translation>
    </message>
    <message>
        <source>Why although the patient has another visit then</source>
        <translation>患者の予約が重なる理由</translation>
    </message>
    <message>
        <source>Why beside another visit</source>
        <translation>重ねて予約する理由</translation>
    </message>
    <message>
        <source>You may look at this schedule, but not book visits in it.</source>
        <translation>このスケジュールは閲覧のみで、予約はできません。</translation>
    </message>
</context>
<context>
    <name>Bulk</name>
    <message>
        <source> d</source>
        <comment>days behind a number</comment>
        <translation> 日</translation>
    </message>
    <message>
        <source> min</source>
        <comment>minutes behind a number</comment>
        <translation> 分</translation>
    </message>
    <message>
        <source>%1 of %2 taken</source>
        <comment>places of a room</comment>
        <translation>%2 中 %1 使用中</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>1 failed: who and why</comment>
        <translation>%1：%2</translation>
    </message>
    <message numerus="yes">
        <source>%Ln selected</source>
        <translation>
            <numerusform>%Ln 件を選択</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n already cancelled</source>
        <translation>
            <numerusform>%n 件は取消済</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n already here</source>
        <translation>
            <numerusform>%n 件は来院済</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n already in</source>
        <translation>
            <numerusform>%n 件は受付済</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n already so</source>
        <translation>
            <numerusform>%n 件は変更不要</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n arrived</source>
        <translation>
            <numerusform>来院 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cancelled</source>
        <translation>
            <numerusform>取消 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n checked in</source>
        <translation>
            <numerusform>受付済 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n checked out</source>
        <translation>
            <numerusform>診察済 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n expected again</source>
        <translation>
            <numerusform>来院前に戻した予約 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>失敗 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n kept back</source>
        <translation>
            <numerusform>保留 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left</source>
        <translation>
            <numerusform>診察前帰宅 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n moved</source>
        <translation>
            <numerusform>変更 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n no-show</source>
        <translation>
            <numerusform>無断キャンセル %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of the selected.</source>
        <translation>
            <numerusform>選択中のうち %n 件です。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n roomed</source>
        <translation>
            <numerusform>入室 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n taken back</source>
        <translation>
            <numerusform>%n 件を元に戻しました</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n visits at a time at most</source>
        <translation>
            <numerusform>一度に %n 件まで</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n with the doctor</source>
        <translation>
            <numerusform>診察中 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>A patient&apos;s visit</source>
        <translation>患者の予約</translation>
    </message>
    <message>
        <source>Arrived</source>
        <translation>来院</translation>
    </message>
    <message>
        <source>Arriving…</source>
        <translation>来院を記録中…</translation>
    </message>
    <message>
        <source>Asking for the rooms…</source>
        <translation>部屋を照会中…</translation>
    </message>
    <message>
        <source>Asking the hub…</source>
        <translation>サーバーに問い合わせ中…</translation>
    </message>
    <message numerus="yes">
        <source>Cancel %n visit(s)</source>
        <translation>
            <numerusform>%n 件の予約を取り消す</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancel visits…</source>
        <translation>予約を取り消す…</translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation>取消中…</translation>
    </message>
    <message>
        <source>Checked in</source>
        <translation>受付済</translation>
    </message>
    <message>
        <source>Checked out</source>
        <translation>診察済</translation>
    </message>
    <message>
        <source>Checking in…</source>
        <translation>受付を記録中…</translation>
    </message>
    <message>
        <source>Choose another doctor, day or time.</source>
        <translation>別の医師、日付、時刻のいずれかを選択してください。</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>解除</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Days later</source>
        <translation>日数をずらす</translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation>医師</translation>
    </message>
    <message>
        <source>Done.</source>
        <translation>完了しました。</translation>
    </message>
    <message>
        <source>Expected again</source>
        <translation>来院前に戻す</translation>
    </message>
    <message>
        <source>If one cannot be moved, none is.</source>
        <translation>1 件でも変更できない場合は、どれも変更しません。</translation>
    </message>
    <message>
        <source>It could have been done, but another one could not.</source>
        <translation>この予約は変更できましたが、ほかの予約が変更できませんでした。</translation>
    </message>
    <message>
        <source>It stood so already.</source>
        <translation>すでにこの状態でした。</translation>
    </message>
    <message>
        <source>Keep them</source>
        <translation>取り消さない</translation>
    </message>
    <message>
        <source>Leave them where they are</source>
        <translation>変更しない</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>診察前帰宅</translation>
    </message>
    <message>
        <source>Minutes later</source>
        <translation>分数をずらす</translation>
    </message>
    <message>
        <source>More</source>
        <translation>その他の操作</translation>
    </message>
    <message numerus="yes">
        <source>Move %n visit(s)</source>
        <translation>
            <numerusform>%n 件の予約を変更</numerusform>
        </translation>
    </message>
    <message>
        <source>Move…</source>
        <translation>予約を変更…</translation>
    </message>
    <message>
        <source>Moving…</source>
        <translation>変更中…</translation>
    </message>
    <message>
        <source>No answer yet: it is asked again…</source>
        <translation>応答がありません。再送しています…</translation>
    </message>
    <message>
        <source>No room is called so.</source>
        <translation>その名前の部屋はありません。</translation>
    </message>
    <message>
        <source>No-show</source>
        <translation>無断キャンセル</translation>
    </message>
    <message>
        <source>Nothing was done</source>
        <translation>何も変更していません</translation>
    </message>
    <message>
        <source>Nothing was done to these</source>
        <translation>変更されなかった予約</translation>
    </message>
    <message>
        <source>Nothing was done. Select fewer.</source>
        <translation>何も変更していません。選択する件数を減らしてください。</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>オフライン</translation>
    </message>
    <message>
        <source>Only if all of them can be moved</source>
        <translation>すべて変更できる場合のみ</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>診察室</translation>
    </message>
    <message>
        <source>Rooms</source>
        <translation>診察室</translation>
    </message>
    <message>
        <source>Room…</source>
        <translation>診察室…</translation>
    </message>
    <message>
        <source>Select these alone</source>
        <translation>これらだけを選択</translation>
    </message>
    <message>
        <source>Selected visits</source>
        <translation>選択した予約</translation>
    </message>
    <message>
        <source>Show what failed</source>
        <translation>失敗した予約を表示</translation>
    </message>
    <message>
        <source>Show…</source>
        <translation>表示…</translation>
    </message>
    <message>
        <source>Somebody else has changed it.</source>
        <translation>ほかの人が変更しました。</translation>
    </message>
    <message>
        <source>The administration is done, of those whose identity is confirmed.</source>
        <translation>本人確認が済んだ患者の受付手続きを完了します。</translation>
    </message>
    <message>
        <source>The patients are told a minute later: until then it can be taken back.</source>
        <translation>患者への通知は 1 分後に送られます。それまでは元に戻せます。</translation>
    </message>
    <message>
        <source>The same</source>
        <translation>変更なし</translation>
    </message>
    <message>
        <source>Their times become free for others.</source>
        <translation>予約枠はほかの患者に空きます。</translation>
    </message>
    <message>
        <source>They are being seen.</source>
        <translation>診察中です。</translation>
    </message>
    <message>
        <source>They are in the building.</source>
        <translation>院内にいます。</translation>
    </message>
    <message>
        <source>They did not come: those who are late for longer than is tolerated.</source>
        <translation>来院しなかった患者：許容時間を超えて遅れている予約が対象です。</translation>
    </message>
    <message>
        <source>They have been seen, and go.</source>
        <translation>診察が終わり、帰ります。</translation>
    </message>
    <message>
        <source>They have left without being seen.</source>
        <translation>診察を受けずに帰りました。</translation>
    </message>
    <message>
        <source>They have not come yet after all.</source>
        <translation>まだ来院していませんでした。</translation>
    </message>
    <message>
        <source>They wait in a room.</source>
        <translation>診察室で待っています。</translation>
    </message>
    <message>
        <source>This clinic has no rooms yet: they are set up in Admin.</source>
        <translation>この診療所には診察室がまだありません。管理画面で登録してください。</translation>
    </message>
    <message>
        <source>This visit is not there any more.</source>
        <translation>この予約はもうありません。</translation>
    </message>
    <message>
        <source>To a room…</source>
        <translation>診察室へ…</translation>
    </message>
    <message>
        <source>To another doctor, day or time.</source>
        <translation>別の医師、日付、時刻へ変更します。</translation>
    </message>
    <message>
        <source>To which room?</source>
        <translation>どの診察室ですか？</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Type to filter</source>
        <translation>入力して絞り込み</translation>
    </message>
    <message>
        <source>Undo arrival</source>
        <translation>来院を取り消す</translation>
    </message>
    <message>
        <source>Visits</source>
        <translation>予約</translation>
    </message>
    <message>
        <source>Who cannot be moved stays, and is named.</source>
        <translation>変更できない予約はそのまま残り、一覧に表示します。</translation>
    </message>
    <message>
        <source>With doctor</source>
        <translation>診察中</translation>
    </message>
    <message>
        <source>Working…</source>
        <translation>処理中…</translation>
    </message>
    <message>
        <source>You may look at visits here, but not change them.</source>
        <translation>予約は閲覧のみで、変更はできません。</translation>
    </message>
    <message>
        <source>You may not do this here.</source>
        <translation>ここでこの操作をする権限がありません。</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>ほか %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>free</source>
        <translation>空き</translation>
    </message>
    <message>
        <source>full</source>
        <translation>満室</translation>
    </message>
    <message numerus="yes">
        <source>of %Ln shown</source>
        <translation>
            <numerusform>表示 %Ln 件中</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Calls</name>
    <message>
        <source>%1 cancelled</source>
        <translation>取消 %1 件</translation>
    </message>
    <message>
        <source>%1 left to a clinician</source>
        <translation>医療者に一任 %1 件</translation>
    </message>
    <message>
        <source>%1 moved</source>
        <translation>変更 %1 件</translation>
    </message>
    <message>
        <source>%1 not done</source>
        <translation>未処理 %1 件</translation>
    </message>
    <message>
        <source>%1 of %2 reached</source>
        <translation>%2 人中 %1 人に連絡済</translation>
    </message>
    <message>
        <source>%1 on the waitlist</source>
        <translation>待機リスト %1 件</translation>
    </message>
    <message>
        <source>All of it was taken back.</source>
        <translation>すべて元に戻しました。</translation>
    </message>
    <message>
        <source>All visits go back to where they were, and the hours are given back.</source>
        <translation>すべての予約が元の枠に戻り、勤務時間も元に戻ります。</translation>
    </message>
    <message>
        <source>As it was</source>
        <translation>変更なし</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>戻る</translation>
    </message>
    <message>
        <source>By</source>
        <translation>実行者</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>連絡</translation>
    </message>
    <message>
        <source>Call list</source>
        <translation>連絡リスト</translation>
    </message>
    <message>
        <source>Call lists</source>
        <translation>連絡リスト</translation>
    </message>
    <message>
        <source>Call lists are not for your role in this clinic</source>
        <translation>この診療所でのあなたの役割では連絡リストを使えません</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>変更</translation>
    </message>
    <message>
        <source>Enter: choose again.</source>
        <translation>Enter：選び直す。</translation>
    </message>
    <message>
        <source>From, to</source>
        <translation>期間</translation>
    </message>
    <message>
        <source>Made by</source>
        <translation>作成者</translation>
    </message>
    <message>
        <source>Nobody is to be called</source>
        <translation>連絡する患者はいません</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>メモ</translation>
    </message>
    <message>
        <source>Note on this call (E), Enter keeps it</source>
        <translation>この連絡のメモ（E）、Enter で保存</translation>
    </message>
    <message>
        <source>Nothing is free in the next two weeks.</source>
        <translation>今後 2 週間に空きはありません。</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>変更後</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>電話</translation>
    </message>
    <message>
        <source>Print …</source>
        <translation>印刷…</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Save as PDF …</source>
        <translation>PDF で保存…</translation>
    </message>
    <message>
        <source>Saved as PDF</source>
        <translation>PDF で保存しました</translation>
    </message>
    <message>
        <source>Shown as it was last.</source>
        <translation>最後に受信した内容を表示しています。</translation>
    </message>
    <message>
        <source>Take all back …</source>
        <translation>すべて元に戻す…</translation>
    </message>
    <message>
        <source>Take all of it back</source>
        <translation>すべて元に戻す</translation>
    </message>
    <message>
        <source>Taken back: all is as it was.</source>
        <translation>元に戻しました。</translation>
    </message>
    <message>
        <source>The hours are taken away; nobody was affected.</source>
        <translation>勤務時間を外しました。影響を受ける予約はありませんでした。</translation>
    </message>
    <message>
        <source>The last word about this call is still being sent.</source>
        <translation>この連絡の最後の記録を送信中です。</translation>
    </message>
    <message>
        <source>There is no call list</source>
        <translation>連絡リストはありません</translation>
    </message>
    <message>
        <source>They are for who books visits. Ask your administrator.</source>
        <translation>予約の担当者が使います。システム管理者に相談してください。</translation>
    </message>
    <message>
        <source>This could not be written</source>
        <translation>記録できませんでした</translation>
    </message>
    <message>
        <source>To call</source>
        <translation>要連絡</translation>
    </message>
    <message>
        <source>Tries</source>
        <translation>回数</translation>
    </message>
    <message>
        <source>Visits</source>
        <translation>予約</translation>
    </message>
    <message>
        <source>Was</source>
        <translation>変更前</translation>
    </message>
    <message>
        <source>When a doctor is unavailable, or the clinic is closed, who is to be told stands here.</source>
        <translation>医師の不在や休診のときに、連絡する患者がここに表示されます。</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>対象</translation>
    </message>
    <message>
        <source>Who is to be called</source>
        <translation>連絡する患者</translation>
    </message>
    <message>
        <source>Whole clinic closed</source>
        <translation>全体休診</translation>
    </message>
    <message>
        <source>all reached</source>
        <translation>全員に連絡済</translation>
    </message>
    <message>
        <source>taken back</source>
        <translation>元に戻し済</translation>
    </message>
</context>
<context>
    <name>Chart</name>
    <message>
        <source>%1 – %2</source>
        <comment>a time and another one</comment>
        <translation>%1～%2</translation>
    </message>
    <message>
        <source>%1.</source>
        <comment>a sentence</comment>
        <translation>%1。</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a kind, and what is said of it</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a way to reach somebody</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1: show its vitals</source>
        <translation>%1：バイタルを表示</translation>
    </message>
    <message numerus="yes">
        <source>%n visit(s) to come</source>
        <translation>
            <numerusform>今後の予約 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>Address</source>
        <translation>住所</translation>
    </message>
    <message>
        <source>After</source>
        <translation>変更後</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>注意事項</translation>
    </message>
    <message>
        <source>Ambulatory</source>
        <translation>外来</translation>
    </message>
    <message>
        <source>Appointments</source>
        <translation>予約</translation>
    </message>
    <message>
        <source>As it was %1 ago.</source>
        <translation>%1前の内容です。</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>変更前</translation>
    </message>
    <message>
        <source>Book a visit</source>
        <translation>予約の登録</translation>
    </message>
    <message>
        <source>Booked on</source>
        <translation>予約した日</translation>
    </message>
    <message>
        <source>Born: not known</source>
        <translation>生年月日：不明</translation>
    </message>
    <message>
        <source>Break the glass …</source>
        <translation>緊急アクセス…</translation>
    </message>
    <message>
        <source>Change restriction …</source>
        <translation>閲覧制限を変更…</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>変更履歴</translation>
    </message>
    <message>
        <source>Chart</source>
        <translation>カルテ</translation>
    </message>
    <message>
        <source>Check-up</source>
        <translation>健診</translation>
    </message>
    <message>
        <source>Clinic</source>
        <translation>医療機関</translation>
    </message>
    <message>
        <source>Close chart now</source>
        <translation>カルテを今すぐ閉じる</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>コード</translation>
    </message>
    <message>
        <source>Confirm identity</source>
        <translation>本人確認</translation>
    </message>
    <message>
        <source>Confirm identity …</source>
        <translation>本人確認…</translation>
    </message>
    <message>
        <source>Consents</source>
        <translation>同意</translation>
    </message>
    <message>
        <source>Contacts</source>
        <translation>連絡先</translation>
    </message>
    <message>
        <source>Copy MRN</source>
        <translation>MRNをコピー</translation>
    </message>
    <message>
        <source>Date of birth</source>
        <translation>生年月日</translation>
    </message>
    <message>
        <source>Date of death</source>
        <translation>死亡日</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日付</translation>
    </message>
    <message>
        <source>Deceased</source>
        <translation>死亡</translation>
    </message>
    <message>
        <source>Died</source>
        <translation>死亡日</translation>
    </message>
    <message>
        <source>Driving licence</source>
        <translation>運転免許証</translation>
    </message>
    <message>
        <source>Earlier visits</source>
        <translation>過去の受診</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>編集</translation>
    </message>
    <message>
        <source>Email</source>
        <translation>メール</translation>
    </message>
    <message>
        <source>Emergency</source>
        <translation>救急</translation>
    </message>
    <message>
        <source>External number</source>
        <translation>外部の番号</translation>
    </message>
    <message>
        <source>Family name</source>
        <translation>姓</translation>
    </message>
    <message>
        <source>Former name</source>
        <translation>旧氏名</translation>
    </message>
    <message>
        <source>From a file of</source>
        <translation>取込元</translation>
    </message>
    <message>
        <source>Identity confirmed %1 by %2: %3</source>
        <translation>本人確認済 %1 %2：%3</translation>
    </message>
    <message>
        <source>Inpatient</source>
        <translation>入院</translation>
    </message>
    <message>
        <source>Insurance</source>
        <translation>保険</translation>
    </message>
    <message>
        <source>Interpreter</source>
        <translation>通訳</translation>
    </message>
    <message>
        <source>It may have moved to another clinic, or the glass that opened it has expired.</source>
        <translation>別の医療機関に移ったか、緊急アクセスの期限が切れた可能性があります。</translation>
    </message>
    <message>
        <source>Kana</source>
        <translation>カナ</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>種類</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>言語</translation>
    </message>
    <message>
        <source>Latin letters</source>
        <translation>ローマ字</translation>
    </message>
    <message>
        <source>MRN</source>
        <translation>MRN</translation>
    </message>
    <message>
        <source>Messages and reminders</source>
        <translation>連絡とお知らせ</translation>
    </message>
    <message>
        <source>More</source>
        <translation>その他の操作</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>氏名</translation>
    </message>
    <message>
        <source>National number</source>
        <translation>国の番号</translation>
    </message>
    <message>
        <source>No alerts are known.</source>
        <translation>注意事項はありません。</translation>
    </message>
    <message>
        <source>No connection to the hub.</source>
        <translation>サーバーに接続していません。</translation>
    </message>
    <message>
        <source>No contacts are known.</source>
        <translation>連絡先がありません。</translation>
    </message>
    <message>
        <source>No past visits are known</source>
        <translation>過去の受診はありません</translation>
    </message>
    <message>
        <source>No visit to come</source>
        <translation>今後の予約はありません</translation>
    </message>
    <message>
        <source>Nobody has looked yet</source>
        <translation>まだ誰も閲覧していません</translation>
    </message>
    <message>
        <source>Nothing is booked</source>
        <translation>予約はありません</translation>
    </message>
    <message>
        <source>Nothing was changed yet</source>
        <translation>まだ変更はありません</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>番号</translation>
    </message>
    <message>
        <source>Opening it again is recorded again.</source>
        <translation>もう一度開くと、もう一度記録されます。</translation>
    </message>
    <message>
        <source>Opening this chart was recorded</source>
        <translation>このカルテの閲覧は記録されました</translation>
    </message>
    <message>
        <source>Other number</source>
        <translation>その他の番号</translation>
    </message>
    <message>
        <source>Outpatient</source>
        <translation>通院</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>概要</translation>
    </message>
    <message>
        <source>Parts of the chart</source>
        <translation>カルテの内容</translation>
    </message>
    <message>
        <source>Passport</source>
        <translation>パスポート</translation>
    </message>
    <message>
        <source>Past visits</source>
        <translation>過去の受診</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>本人</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>電話</translation>
    </message>
    <message>
        <source>Phone %1</source>
        <translation>電話 %1</translation>
    </message>
    <message>
        <source>Photographs</source>
        <translation>写真</translation>
    </message>
    <message>
        <source>Practitioner</source>
        <translation>担当者</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Registered</source>
        <translation>登録</translation>
    </message>
    <message>
        <source>Relatives and others</source>
        <translation>家族・関係者</translation>
    </message>
    <message>
        <source>Research</source>
        <translation>研究</translation>
    </message>
    <message>
        <source>Restrict chart …</source>
        <translation>カルテの閲覧を制限…</translation>
    </message>
    <message>
        <source>Saved without a change</source>
        <translation>変更なしで保存</translation>
    </message>
    <message>
        <source>Sex</source>
        <translation>性別</translation>
    </message>
    <message>
        <source>Sharing with other providers</source>
        <translation>他の医療機関との共有</translation>
    </message>
    <message>
        <source>Shown as it was %1 ago.</source>
        <translation>%1前の内容を表示しています。</translation>
    </message>
    <message>
        <source>Somebody of another clinic</source>
        <translation>別の医療機関の利用者</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>That you asked who looked was recorded, too.</source>
        <translation>閲覧者を確認したことも記録されました。</translation>
    </message>
    <message>
        <source>The MRN is copied</source>
        <translation>MRNをコピーしました</translation>
    </message>
    <message>
        <source>The chart is closed</source>
        <translation>カルテを閉じました</translation>
    </message>
    <message>
        <source>The chart is restricted no more</source>
        <translation>カルテの閲覧制限を解除しました</translation>
    </message>
    <message>
        <source>The chart is restricted now</source>
        <translation>カルテの閲覧を制限しました</translation>
    </message>
    <message>
        <source>The identity is confirmed</source>
        <translation>本人確認を記録しました</translation>
    </message>
    <message>
        <source>There is no such patient here</source>
        <translation>該当する患者はいません</translation>
    </message>
    <message>
        <source>This chart is restricted</source>
        <translation>このカルテは閲覧が制限されています</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>予約種別</translation>
    </message>
    <message>
        <source>Urgent care</source>
        <translation>急患</translation>
    </message>
    <message>
        <source>Visit</source>
        <translation>予約種別</translation>
    </message>
    <message>
        <source>Visits of the time before this system come with an import.</source>
        <translation>このシステム以前の受診は、取り込みで登録されます。</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>What everybody must know</source>
        <translation>全員が知っておくべきこと</translation>
    </message>
    <message>
        <source>What is booked in your clinics stands here.</source>
        <translation>所属する医療機関の予約がここに表示されます。</translation>
    </message>
    <message>
        <source>What is shown is %1 old.</source>
        <translation>%1前の内容です。</translation>
    </message>
    <message>
        <source>When</source>
        <translation>日時</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>実施者</translation>
    </message>
    <message>
        <source>Who looked</source>
        <translation>閲覧者</translation>
    </message>
    <message>
        <source>date not known</source>
        <translation>日付不明</translation>
    </message>
    <message>
        <source>from a file</source>
        <translation>ファイルから</translation>
    </message>
    <message>
        <source>given</source>
        <translation>同意</translation>
    </message>
    <message>
        <source>needed</source>
        <translation>必要</translation>
    </message>
    <message>
        <source>no</source>
        <translation>いいえ</translation>
    </message>
    <message>
        <source>not asked</source>
        <translation>未確認</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>不明</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>拒否</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>はい</translation>
    </message>
    <message>
        <source>yes</source>
        <comment>an alert without words</comment>
        <translation>はい</translation>
    </message>
</context>
<context>
    <name>CheckIn</name>
    <message>
        <source>%1: %2 → %3.</source>
        <comment>a field, what it was, what it is</comment>
        <translation>%1：%2 → %3。</translation>
    </message>
    <message numerus="yes">
        <source>%n identifiers at least, or say why they cannot be confirmed.</source>
        <translation>
            <numerusform>%n 項目以上を確認するか、確認できない理由を入力してください。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n still to sign</source>
        <translation>
            <numerusform>未署名 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>A child: who is responsible for it here?</source>
        <translation>小児です。付き添いの保護者はどなたですか？</translation>
    </message>
    <message>
        <source>A nurse or a doctor can open it with a reason.</source>
        <translation>看護師または医師が理由を入力して開けます。</translation>
    </message>
    <message>
        <source>A patient&apos;s visit</source>
        <translation>患者の予約</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>住所</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>注意事項</translation>
    </message>
    <message>
        <source>Alerts and interpreter</source>
        <translation>注意事項と通訳</translation>
    </message>
    <message>
        <source>Ask the facility manager for access.</source>
        <translation>閲覧権限は施設管理者に依頼してください。</translation>
    </message>
    <message>
        <source>Asking the hub…</source>
        <translation>サーバーに問い合わせ中…</translation>
    </message>
    <message>
        <source>Break the glass …</source>
        <translation>緊急アクセス…</translation>
    </message>
    <message>
        <source>Cannot be confirmed…</source>
        <translation>確認できない…</translation>
    </message>
    <message>
        <source>Change in the profile…</source>
        <translation>患者情報で変更…</translation>
    </message>
    <message>
        <source>Check in</source>
        <translation>受付する</translation>
    </message>
    <message>
        <source>Checked in: %1</source>
        <translation>受付しました：%1</translation>
    </message>
    <message>
        <source>Companions</source>
        <translation>付き添い</translation>
    </message>
    <message>
        <source>Compare after all</source>
        <translation>照合に戻る</translation>
    </message>
    <message>
        <source>Contact data</source>
        <translation>連絡先</translation>
    </message>
    <message>
        <source>Date of birth</source>
        <translation>生年月日</translation>
    </message>
    <message>
        <source>Declined</source>
        <translation>拒否</translation>
    </message>
    <message>
        <source>Email</source>
        <translation>メール</translation>
    </message>
    <message>
        <source>Forms and consents</source>
        <translation>書類と同意書</translation>
    </message>
    <message>
        <source>Forms stand differently.</source>
        <translation>書類の状態が変わりました。</translation>
    </message>
    <message>
        <source>Identity confirmed</source>
        <translation>本人確認済</translation>
    </message>
    <message>
        <source>Identity confirmed by %1</source>
        <translation>本人確認済（%1）</translation>
    </message>
    <message>
        <source>Identity could not be confirmed</source>
        <translation>本人確認ができませんでした</translation>
    </message>
    <message>
        <source>Identity not compared yet</source>
        <translation>本人確認がまだです</translation>
    </message>
    <message>
        <source>Identity not confirmed: %1</source>
        <translation>本人未確認：%1</translation>
    </message>
    <message>
        <source>Insurance number</source>
        <translation>保険番号</translation>
    </message>
    <message>
        <source>Interpreter</source>
        <translation>通訳</translation>
    </message>
    <message>
        <source>It is asked again until it does; nothing is done twice.</source>
        <translation>応答があるまで再送します。二重に処理されることはありません。</translation>
    </message>
    <message>
        <source>It is opened with a reason, and that is looked at.</source>
        <translation>理由を入力して開きます。記録は監査されます。</translation>
    </message>
    <message>
        <source>It stands as it did otherwise.</source>
        <translation>ほかに変更はありません。</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Kept: %1</source>
        <translation>保存しました：%1</translation>
    </message>
    <message>
        <source>Last asked on %1.</source>
        <translation>前回の確認：%1。</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>再読み込み</translation>
    </message>
    <message>
        <source>MRN</source>
        <translation>MRN</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>氏名</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>次へ</translation>
    </message>
    <message>
        <source>Nobody has asked yet whether they still hold.</source>
        <translation>変更がないか、まだ確認していません。</translation>
    </message>
    <message>
        <source>Not checked in: %1</source>
        <translation>受付できませんでした：%1</translation>
    </message>
    <message>
        <source>Not needed</source>
        <translation>不要</translation>
    </message>
    <message>
        <source>Nothing is to be signed.</source>
        <translation>署名が必要な書類はありません。</translation>
    </message>
    <message>
        <source>Offline.</source>
        <translation>オフラインです。</translation>
    </message>
    <message>
        <source>Opening the card…</source>
        <translation>カードを開いています…</translation>
    </message>
    <message>
        <source>Others have come along.</source>
        <translation>付き添いが変わりました。</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>電話</translation>
    </message>
    <message>
        <source>Photo ID</source>
        <translation>写真付き身分証</translation>
    </message>
    <message>
        <source>Relation</source>
        <translation>続柄</translation>
    </message>
    <message>
        <source>Restricted chart</source>
        <translation>閲覧制限カルテ</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>診察室</translation>
    </message>
    <message>
        <source>Say why.</source>
        <translation>理由を入力してください。</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>署名済</translation>
    </message>
    <message>
        <source>Somebody else has changed this visit.</source>
        <translation>ほかの人がこの予約を変更しました。</translation>
    </message>
    <message>
        <source>Somebody has come along</source>
        <translation>付き添いあり</translation>
    </message>
    <message>
        <source>Space: signed, declined, not needed</source>
        <translation>Space：署名済、拒否、不要</translation>
    </message>
    <message>
        <source>Speaks %1</source>
        <translation>使用言語：%1</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>The hub has not answered.</source>
        <translation>サーバーが応答していません。</translation>
    </message>
    <message>
        <source>There are no contact data: ask for a phone number.</source>
        <translation>連絡先がありません。電話番号を確認してください。</translation>
    </message>
    <message>
        <source>This chart is restricted</source>
        <translation>このカルテは閲覧が制限されています</translation>
    </message>
    <message>
        <source>This visit is over: nothing is written on its card any more.</source>
        <translation>この予約は終了しました。カードには記入できません。</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>時刻</translation>
    </message>
    <message>
        <source>To sign</source>
        <translation>要署名</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>今すぐ再試行</translation>
    </message>
    <message>
        <source>What you type here stays.</source>
        <translation>入力した内容は残ります。</translation>
    </message>
    <message>
        <source>Who is it?</source>
        <translation>患者の本人確認</translation>
    </message>
    <message>
        <source>Who, or by phone</source>
        <translation>氏名、または電話で</translation>
    </message>
    <message>
        <source>Whoever takes the patient to a room is shown this.</source>
        <translation>患者を診察室へ案内する人に表示されます。</translation>
    </message>
    <message>
        <source>Why can it not be confirmed?</source>
        <translation>確認できない理由</translation>
    </message>
    <message>
        <source>You may not check patients in here</source>
        <translation>ここで患者の受付をする権限がありません</translation>
    </message>
    <message>
        <source>shown here</source>
        <translation>窓口で提示</translation>
    </message>
</context>
<context>
    <name>Confirm</name>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Say why: it stands in the audit log.</source>
        <translation>理由を入力してください。監査ログに記録されます。</translation>
    </message>
</context>
<context>
    <name>Desk</name>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 時間 %2 分</translation>
    </message>
    <message>
        <source>%1 is not one number</source>
        <translation>%1 は 1 つの番号ではありません</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分</translation>
    </message>
    <message>
        <source>%1 walk-in</source>
        <translation>%1 予約外</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>a room, a time</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>%1, changed</source>
        <translation>%1、変更あり</translation>
    </message>
    <message>
        <source>%1, does not fit the filter any more</source>
        <translation>%1、絞り込みの対象外になりました</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a state, how many</comment>
        <translation>%1：%2</translation>
    </message>
    <message numerus="yes">
        <source>%n changed</source>
        <translation>
            <numerusform>変更 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n days</source>
        <translation>
            <numerusform>%n 日</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new</source>
        <translation>
            <numerusform>新着 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new arrivals</source>
        <translation>
            <numerusform>新しい来院 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n visits of this day are hidden by it.</source>
        <translation>
            <numerusform>この日の予約 %n 件が隠れています。</numerusform>
        </translation>
    </message>
    <message>
        <source>A doctor is not there, or the clinic is closed (Ctrl+U)</source>
        <translation>医師の不在、または休診（Ctrl+U）</translation>
    </message>
    <message>
        <source>Ask the facility manager for access.</source>
        <translation>閲覧権限は施設管理者に依頼してください。</translation>
    </message>
    <message>
        <source>Booked visits stand here, and who comes without a slot.</source>
        <translation>予約と、予約なしで来院した患者がここに表示されます。</translation>
    </message>
    <message>
        <source>Born</source>
        <translation>生年月日</translation>
    </message>
    <message>
        <source>Day after (Alt+Right)</source>
        <translation>翌日（Alt+Right）</translation>
    </message>
    <message>
        <source>Day before (Alt+Left)</source>
        <translation>前日（Alt+Left）</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation>医師</translation>
    </message>
    <message>
        <source>Doctor unavailable …</source>
        <translation>医師不在…</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>すべて</translation>
    </message>
    <message>
        <source>Filter the list</source>
        <translation>一覧を絞り込む</translation>
    </message>
    <message>
        <source>Go to day (Ctrl+G)</source>
        <translation>日付へ移動（Ctrl+G）</translation>
    </message>
    <message>
        <source>ID?</source>
        <translation>本人？</translation>
    </message>
    <message>
        <source>It is the number of %1.</source>
        <translation>%1 の番号です。</translation>
    </message>
    <message>
        <source>Late</source>
        <translation>遅刻</translation>
    </message>
    <message>
        <source>Look for the patient by name and date of birth.</source>
        <translation>氏名と生年月日で患者を検索してください。</translation>
    </message>
    <message>
        <source>Name in any script, doctor, visit or MRN. Esc empties it, Down goes to the list.</source>
        <translation>氏名（表記は自由）、医師、予約種別、MRN。Esc で消去、Down で一覧へ。</translation>
    </message>
    <message>
        <source>Name of the view</source>
        <translation>表示の名前</translation>
    </message>
    <message>
        <source>New name of %1</source>
        <translation>%1 の新しい名前</translation>
    </message>
    <message>
        <source>Next day</source>
        <translation>翌日</translation>
    </message>
    <message>
        <source>No visit here on this day: this is the patient&apos;s chart</source>
        <translation>この日の予約はありません。患者のカルテを開きました</translation>
    </message>
    <message>
        <source>Nobody fits the filter</source>
        <translation>絞り込みに該当する予約はありません</translation>
    </message>
    <message>
        <source>Nobody is expected on %1</source>
        <translation>%1 の予約はありません</translation>
    </message>
    <message>
        <source>Nobody is known by %1</source>
        <translation>%1 に該当する患者はいません</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>Print the day list</source>
        <translation>日別予約一覧を印刷</translation>
    </message>
    <message>
        <source>Print the day list (Ctrl+P)</source>
        <translation>日別予約一覧を印刷（Ctrl+P）</translation>
    </message>
    <message>
        <source>Print …</source>
        <translation>印刷…</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>名前を変更</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Save as PDF …</source>
        <translation>PDF で保存…</translation>
    </message>
    <message>
        <source>Save this view …</source>
        <translation>この表示を保存…</translation>
    </message>
    <message>
        <source>Save this view … (%1 at most)</source>
        <translation>この表示を保存…（%1 件まで）</translation>
    </message>
    <message>
        <source>Saved views</source>
        <translation>保存した表示</translation>
    </message>
    <message>
        <source>Saved views are loading …</source>
        <translation>保存した表示を読み込み中…</translation>
    </message>
    <message>
        <source>Saved views could not be loaded: try again</source>
        <translation>保存した表示を読み込めません：再試行</translation>
    </message>
    <message>
        <source>Saved views: %1</source>
        <translation>保存した表示：%1</translation>
    </message>
    <message>
        <source>Select all that are shown</source>
        <translation>表示中をすべて選択</translation>
    </message>
    <message>
        <source>Select all that are shown (Ctrl+A), or nothing</source>
        <translation>表示中をすべて選択（Ctrl+A）、または解除</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>すべて表示</translation>
    </message>
    <message>
        <source>Show only</source>
        <translation>表示の絞り込み</translation>
    </message>
    <message>
        <source>Shows the list as it is now: rows come, go and move.</source>
        <translation>一覧を最新の状態にします。行の追加、削除、移動があります。</translation>
    </message>
    <message>
        <source>Somebody has come without a slot (Ctrl+N)</source>
        <translation>予約なしで来院した患者（Ctrl+N）</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>The front desk is for the staff of a clinic</source>
        <translation>受付窓口は診療所の職員用です</translation>
    </message>
    <message>
        <source>The list is saved</source>
        <translation>一覧を保存しました</translation>
    </message>
    <message>
        <source>The list of %1 stays in view.</source>
        <translation>%1 時点の一覧を表示しています。</translation>
    </message>
    <message>
        <source>The list was not printed</source>
        <translation>一覧を印刷できませんでした</translation>
    </message>
    <message>
        <source>The open card is somebody else&apos;s: Esc closes it.</source>
        <translation>開いているのは別の患者のカードです。Esc で閉じます。</translation>
    </message>
    <message>
        <source>The scanned number is another patient&apos;s</source>
        <translation>読み取った番号は別の患者のものです</translation>
    </message>
    <message>
        <source>The scanned number is this patient&apos;s</source>
        <translation>読み取った番号はこの患者のものです</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>時刻</translation>
    </message>
    <message>
        <source>To be looked after</source>
        <translation>要対応</translation>
    </message>
    <message>
        <source>Today (Alt+Home)</source>
        <translation>今日（Alt+Home）</translation>
    </message>
    <message>
        <source>Type to filter</source>
        <translation>入力して絞り込み</translation>
    </message>
    <message>
        <source>View “%1” is deleted</source>
        <translation>表示「%1」を削除しました</translation>
    </message>
    <message>
        <source>View “%1” is saved</source>
        <translation>表示「%1」を保存しました</translation>
    </message>
    <message>
        <source>Views</source>
        <translation>表示</translation>
    </message>
    <message>
        <source>Visit</source>
        <translation>予約種別</translation>
    </message>
    <message>
        <source>Visits of the day</source>
        <translation>この日の予約</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>待ち時間</translation>
    </message>
    <message>
        <source>Walk-in</source>
        <translation>予約外</translation>
    </message>
    <message>
        <source>identity not confirmed</source>
        <translation>本人未確認</translation>
    </message>
    <message>
        <source>late %1</source>
        <translation>遅刻 %1</translation>
    </message>
    <message>
        <source>moved, the patient has not agreed yet</source>
        <translation>変更済、患者の承諾待ち</translation>
    </message>
    <message>
        <source>now</source>
        <translation>今</translation>
    </message>
    <message>
        <source>selected, %1</source>
        <translation>選択中、%1</translation>
    </message>
    <message>
        <source>waiting too long: %1</source>
        <translation>待ち時間超過：%1</translation>
    </message>
    <message>
        <source>waiting: %1</source>
        <translation>待ち時間：%1</translation>
    </message>
    <message>
        <source>walk-in</source>
        <translation>予約外</translation>
    </message>
</context>
<context>
    <name>Devices</name>
    <message>
        <source>%1 ahead</source>
        <translation>%1進み</translation>
    </message>
    <message>
        <source>%1 behind</source>
        <translation>%1遅れ</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1時間%2分</translation>
    </message>
    <message>
        <source>%1 is cut off at once, and gives no vitals until the new token is set in it.</source>
        <translation>%1はただちに切断され、新しいトークンを設定するまでバイタルを送りません。</translation>
    </message>
    <message>
        <source>%1 is cut off at once, and its token is worth nothing from then on.</source>
        <translation>%1はただちに切断され、トークンは以後無効になります。</translation>
    </message>
    <message>
        <source>%1 is in use again once the new token is set in it. The old token stays worthless.</source>
        <translation>新しいトークンを設定すると、%1は再び使用できます。古いトークンは無効のままです。</translation>
    </message>
    <message>
        <source>%1 is revoked and cut off</source>
        <translation>%1を失効させ、切断しました</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1分%2秒</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1秒</translation>
    </message>
    <message>
        <source>%1 stands at %2 now</source>
        <translation>%1を%2に設置しました</translation>
    </message>
    <message>
        <source>%1 stands at no bed</source>
        <translation>%1はベッドに設置されていません</translation>
    </message>
    <message>
        <source>%1 stands at no bed now</source>
        <translation>%1をベッドから外しました</translation>
    </message>
    <message>
        <source>%1 – in place of %2</source>
        <translation>%1 – %2の代わり</translation>
    </message>
    <message>
        <source>A device with this code is registered already. Look for it in the list.</source>
        <translation>このコードの機器はすでに登録されています。一覧で探してください。</translation>
    </message>
    <message>
        <source>A new token puts it back into use.</source>
        <translation>新しいトークンを発行すると再び使用できます。</translation>
    </message>
    <message>
        <source>Another bed …</source>
        <translation>別のベッド…</translation>
    </message>
    <message>
        <source>At no bed</source>
        <translation>ベッドなし</translation>
    </message>
    <message>
        <source>Bed</source>
        <translation>ベッド</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Choose a bed</source>
        <translation>ベッドを選択</translation>
    </message>
    <message>
        <source>Choose a bed, or no ward.</source>
        <translation>ベッドを選ぶか、病棟を「なし」にしてください。</translation>
    </message>
    <message>
        <source>Choose a ward</source>
        <translation>病棟を選択</translation>
    </message>
    <message>
        <source>Clinic</source>
        <translation>医療機関</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>時計</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>コード</translation>
    </message>
    <message>
        <source>Code, model, ward or bed</source>
        <translation>コード、機種、病棟、ベッド</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>機器</translation>
    </message>
    <message>
        <source>Devices</source>
        <translation>機器</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>Its token is shown once, when it is registered.</source>
        <translation>トークンは登録時に一度だけ表示されます。</translation>
    </message>
    <message>
        <source>Last seen</source>
        <translation>最終接続</translation>
    </message>
    <message>
        <source>Look for another code, model, ward or bed, or for another state.</source>
        <translation>別のコード、機種、病棟、ベッド、または状態で探してください。</translation>
    </message>
    <message>
        <source>Make a new token</source>
        <translation>新しいトークンを発行</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>機種</translation>
    </message>
    <message>
        <source>Monitors stand here once they are registered. Each gets a token of its own.</source>
        <translation>登録したモニタがここに表示されます。それぞれに固有のトークンが発行されます。</translation>
    </message>
    <message>
        <source>Never seen</source>
        <translation>接続なし</translation>
    </message>
    <message>
        <source>New token …</source>
        <translation>新しいトークン…</translation>
    </message>
    <message>
        <source>No device fits</source>
        <translation>該当する機器がありません</translation>
    </message>
    <message>
        <source>No device is registered</source>
        <translation>登録された機器がありません</translation>
    </message>
    <message>
        <source>No vitals come from %1 any more.</source>
        <translation>%1からのバイタルは届かなくなります。</translation>
    </message>
    <message>
        <source>Not at a bed yet</source>
        <translation>ベッド未設置</translation>
    </message>
    <message>
        <source>On time</source>
        <translation>正確</translation>
    </message>
    <message>
        <source>Place at a bed …</source>
        <translation>ベッドに設置…</translation>
    </message>
    <message>
        <source>Place here</source>
        <translation>ここに設置</translation>
    </message>
    <message>
        <source>Register</source>
        <translation>登録</translation>
    </message>
    <message>
        <source>Register a device</source>
        <translation>機器を登録</translation>
    </message>
    <message>
        <source>Revoke %1</source>
        <translation>%1を失効</translation>
    </message>
    <message>
        <source>Revoke …</source>
        <translation>失効…</translation>
    </message>
    <message>
        <source>Revoked</source>
        <translation>失効</translation>
    </message>
    <message>
        <source>Set it in the device: it connects with it from now on.</source>
        <translation>機器に設定してください。今後はこのトークンで接続します。</translation>
    </message>
    <message>
        <source>Set the clock of the device. Until then its times are corrected by this much.</source>
        <translation>機器の時計を合わせてください。それまではこの差だけ時刻を補正します。</translation>
    </message>
    <message>
        <source>Show all devices</source>
        <translation>すべての機器を表示</translation>
    </message>
    <message>
        <source>Stands at no bed</source>
        <translation>ベッドに設置されていません</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Take away from the bed</source>
        <translation>ベッドから外す</translation>
    </message>
    <message>
        <source>The token that was shown before is worth nothing from then on.</source>
        <translation>以前のトークンは以後無効になります。</translation>
    </message>
    <message>
        <source>Token of %1</source>
        <translation>%1のトークン</translation>
    </message>
    <message>
        <source>Ward</source>
        <translation>病棟</translation>
    </message>
    <message>
        <source>Ward and bed</source>
        <translation>病棟とベッド</translation>
    </message>
    <message>
        <source>What the device says of itself: it is set in the device.</source>
        <translation>機器が名乗るコードです。機器側で設定します。</translation>
    </message>
    <message>
        <source>Write the code that the device says of itself.</source>
        <translation>機器が名乗るコードを入力してください。</translation>
    </message>
    <message>
        <source>Your role does not see wards. Somebody who does can place the device.</source>
        <translation>あなたの役割では病棟を表示できません。表示できる人が機器を設置できます。</translation>
    </message>
</context>
<context>
    <name>Finder</name>
    <message>
        <source>%1 ms</source>
        <translation>%1 ミリ秒</translation>
    </message>
    <message numerus="yes">
        <source>%n found</source>
        <translation>
            <numerusform>%n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>Afternoon</source>
        <translation>午後</translation>
    </message>
    <message>
        <source>Any</source>
        <translation>指定なし</translation>
    </message>
    <message>
        <source>Any specialty</source>
        <translation>すべての診療科</translation>
    </message>
    <message>
        <source>Clinic</source>
        <translation>医療機関</translation>
    </message>
    <message>
        <source>Free times</source>
        <translation>空き枠</translation>
    </message>
    <message>
        <source>More</source>
        <translation>さらに表示</translation>
    </message>
    <message>
        <source>Morning</source>
        <translation>午前</translation>
    </message>
    <message>
        <source>Next available</source>
        <translation>次の空き枠</translation>
    </message>
    <message>
        <source>No such time is free. Allow more weekdays, another time of day, or another clinic.</source>
        <translation>条件に合う空き枠はありません。曜日・時間帯・医療機関を広げてください。</translation>
    </message>
    <message numerus="yes">
        <source>Search %n days</source>
        <translation>
            <numerusform>%n 日間を検索</numerusform>
        </translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>検索中…</translation>
    </message>
    <message>
        <source>Specialty</source>
        <translation>診療科</translation>
    </message>
    <message>
        <source>Time of day</source>
        <translation>時間帯</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Types of visits are not here yet.</source>
        <translation>予約種別をまだ受信していません。</translation>
    </message>
    <message>
        <source>Visit</source>
        <translation>予約種別</translation>
    </message>
    <message>
        <source>Weekday</source>
        <translation>曜日</translation>
    </message>
    <message>
        <source>What you look for is kept.</source>
        <translation>検索条件は残っています。</translation>
    </message>
    <message numerus="yes">
        <source>first %n</source>
        <translation>
            <numerusform>先頭 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>next %n days</source>
        <translation>
            <numerusform>今後 %n 日間</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FrontCard</name>
    <message>
        <source>Alerts</source>
        <translation>注意事項</translation>
    </message>
    <message>
        <source>Also today</source>
        <translation>同じ日の予約</translation>
    </message>
    <message>
        <source>Born</source>
        <translation>生年月日</translation>
    </message>
    <message>
        <source>Came at</source>
        <translation>来院時刻</translation>
    </message>
    <message>
        <source>Came without a slot</source>
        <translation>予約なしで来院</translation>
    </message>
    <message>
        <source>Check in</source>
        <translation>受付する</translation>
    </message>
    <message>
        <source>Check-in card</source>
        <translation>受付カード</translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation>医師</translation>
    </message>
    <message>
        <source>Go to a visit to see its patient.</source>
        <translation>予約を選ぶと患者が表示されます。</translation>
    </message>
    <message>
        <source>MRN</source>
        <translation>MRN</translation>
    </message>
    <message>
        <source>New appointment</source>
        <translation>新しい予約</translation>
    </message>
    <message>
        <source>Open profile</source>
        <translation>患者情報を開く</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>電話</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>来院理由</translation>
    </message>
    <message>
        <source>Restricted chart</source>
        <translation>閲覧制限カルテ</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>診察室</translation>
    </message>
    <message>
        <source>The chart is closed to you.</source>
        <translation>このカルテは閲覧できません。</translation>
    </message>
    <message>
        <source>The patient has not agreed to this time yet</source>
        <translation>患者はまだこの時刻を承諾していません</translation>
    </message>
    <message>
        <source>This visit</source>
        <translation>この予約</translation>
    </message>
    <message>
        <source>To confirm</source>
        <translation>承諾待ち</translation>
    </message>
    <message>
        <source>Walk-in</source>
        <translation>予約外</translation>
    </message>
</context>
<context>
    <name>Gallery</name>
    <message>
        <source>3 new arrivals</source>
        <translation>新着 3 件</translation>
    </message>
    <message>
        <source>Acknowledged: steady, who and when</source>
        <translation>確認済：点灯、確認者と時刻</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>年齢</translation>
    </message>
    <message>
        <source>Alarm off: which, until when, who</source>
        <translation>アラームオフ：対象、期限、操作者</translation>
    </message>
    <message>
        <source>As it is</source>
        <translation>実物どおり</translation>
    </message>
    <message>
        <source>Ask your facility manager for access, or switch user.</source>
        <translation>施設管理者に権限を依頼するか、ユーザーを切り替えてください。</translation>
    </message>
    <message>
        <source>Audio paused: countdown</source>
        <translation>アラーム音一時停止：残り時間</translation>
    </message>
    <message>
        <source>Bed</source>
        <translation>ベッド</translation>
    </message>
    <message>
        <source>Beds are sorted worst first</source>
        <translation>アラーム優先で並べました</translation>
    </message>
    <message>
        <source>Button</source>
        <translation>ボタン</translation>
    </message>
    <message>
        <source>Button with a key</source>
        <translation>キー付きボタン</translation>
    </message>
    <message>
        <source>Calm</source>
        <translation>アラームなし</translation>
    </message>
    <message>
        <source>Changed elsewhere</source>
        <translation>他の端末で変更あり</translation>
    </message>
    <message>
        <source>Check box</source>
        <translation>チェックボックス</translation>
    </message>
    <message>
        <source>Choice</source>
        <translation>選択</translation>
    </message>
    <message>
        <source>Chosen</source>
        <translation>選択済み</translation>
    </message>
    <message>
        <source>Clinic Console: gallery</source>
        <translation>Clinic Console：部品一覧</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>配色</translation>
    </message>
    <message>
        <source>Comfortable</source>
        <translation>標準</translation>
    </message>
    <message>
        <source>Compact</source>
        <translation>コンパクト</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>接続中</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>接続</translation>
    </message>
    <message>
        <source>Controls</source>
        <translation>操作部品</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>ダーク</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日付</translation>
    </message>
    <message>
        <source>Delayed</source>
        <translation>遅延</translation>
    </message>
    <message>
        <source>Density</source>
        <translation>表示密度</translation>
    </message>
    <message>
        <source>Eight hours, with a gap</source>
        <translation>8 時間、欠測あり</translation>
    </message>
    <message>
        <source>Empty</source>
        <translation>空</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>エラー</translation>
    </message>
    <message>
        <source>Error, content kept</source>
        <translation>エラー（内容は保持）</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>全画面共通</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>入力欄</translation>
    </message>
    <message>
        <source>Flat button</source>
        <translation>フラットボタン</translation>
    </message>
    <message>
        <source>Focus</source>
        <translation>フォーカス</translation>
    </message>
    <message>
        <source>Gallery</source>
        <translation>部品一覧</translation>
    </message>
    <message>
        <source>High, between flashes</source>
        <translation>高優先、点滅の消灯時</translation>
    </message>
    <message>
        <source>High: 2 Hz, on</source>
        <translation>高優先：点灯時（2 Hz）</translation>
    </message>
    <message>
        <source>Icons</source>
        <translation>アイコン</translation>
    </message>
    <message>
        <source>Interpreter not needed</source>
        <translation>通訳不要</translation>
    </message>
    <message>
        <source>Iodine contrast allergy</source>
        <translation>ヨード造影剤アレルギー</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>キー操作</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>言語</translation>
    </message>
    <message>
        <source>Latched: over, not acknowledged</source>
        <translation>ラッチ：終了、未確認</translation>
    </message>
    <message>
        <source>Leads off</source>
        <translation>電極外れ</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>ライト</translation>
    </message>
    <message>
        <source>List of %1</source>
        <translation>%1 時点の一覧</translation>
    </message>
    <message>
        <source>List of %1, read only.</source>
        <translation>%1 時点の一覧（閲覧のみ）。</translation>
    </message>
    <message>
        <source>List with the focus</source>
        <translation>フォーカスのある一覧</translation>
    </message>
    <message>
        <source>Lists and marks</source>
        <translation>一覧とマーク</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>受信中</translation>
    </message>
    <message>
        <source>Live, monitors give alarms</source>
        <translation>受信中、モニタでアラーム発生</translation>
    </message>
    <message>
        <source>Loading a wall</source>
        <translation>一覧画面の読み込み中</translation>
    </message>
    <message>
        <source>Loading, from 150 ms on</source>
        <translation>読み込み中（150 ms 以降）</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>外観</translation>
    </message>
    <message>
        <source>Low: steady</source>
        <translation>低優先：点灯</translation>
    </message>
    <message>
        <source>M. Costa, desk 2</source>
        <translation>M. Costa（受付 2）</translation>
    </message>
    <message>
        <source>Marks</source>
        <translation>マーク</translation>
    </message>
    <message>
        <source>Medium, between flashes</source>
        <translation>中優先、点滅の消灯時</translation>
    </message>
    <message>
        <source>Medium: 0.6 Hz, on</source>
        <translation>中優先：点灯時（0.6 Hz）</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>メニュー</translation>
    </message>
    <message>
        <source>No data: struck, with its age</source>
        <translation>データなし：取り消し線と経過時間</translation>
    </message>
    <message>
        <source>No monitor</source>
        <translation>モニタなし</translation>
    </message>
    <message>
        <source>No permission</source>
        <translation>権限なし</translation>
    </message>
    <message>
        <source>Not monitored</source>
        <translation>監視停止中</translation>
    </message>
    <message>
        <source>Not monitored, with a reason</source>
        <translation>監視停止中、理由あり</translation>
    </message>
    <message>
        <source>Not monitored, with an alarm before</source>
        <translation>監視停止中、直前にアラームあり</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>何も変更されていません。</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>番号</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>オフ</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>オフライン</translation>
    </message>
    <message>
        <source>Offline for %1.</source>
        <translation>オフライン %1。</translation>
    </message>
    <message>
        <source>Over a screen, never in its way</source>
        <translation>画面の上に重ね、操作を妨げない</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>ページ</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>Pointer</source>
        <translation>ポインター</translation>
    </message>
    <message>
        <source>Primary button</source>
        <translation>主ボタン</translation>
    </message>
    <message>
        <source>Privacy mode</source>
        <translation>プライバシーモード</translation>
    </message>
    <message>
        <source>Privacy, data 3 s old</source>
        <translation>プライバシー、3 秒前のデータ</translation>
    </message>
    <message>
        <source>Radio button</source>
        <translation>ラジオボタン</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>検索</translation>
    </message>
    <message>
        <source>Search and keys</source>
        <translation>検索とキー操作</translation>
    </message>
    <message>
        <source>Segment</source>
        <translation>セグメント</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>サインイン</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>サイズ</translation>
    </message>
    <message>
        <source>Sizes of a tile</source>
        <translation>タイルの大きさ</translation>
    </message>
    <message>
        <source>Slider</source>
        <translation>スライダー</translation>
    </message>
    <message>
        <source>Small button</source>
        <translation>小ボタン</translation>
    </message>
    <message>
        <source>Stale</source>
        <translation>情報が古い</translation>
    </message>
    <message>
        <source>States</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Switch user</source>
        <translation>利用者を切り替え</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表</translation>
    </message>
    <message>
        <source>Table with the focus</source>
        <translation>フォーカスのある表</translation>
    </message>
    <message>
        <source>Tabs</source>
        <translation>タブ</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>テキスト</translation>
    </message>
    <message>
        <source>The session has ended</source>
        <translation>セッション終了</translation>
    </message>
    <message>
        <source>The settings of this PC could not be kept</source>
        <translation>この PC の設定を保存できませんでした</translation>
    </message>
    <message>
        <source>The wall is for clinical staff</source>
        <translation>バイタル一覧は診療スタッフ専用です</translation>
    </message>
    <message>
        <source>They hold until the console ends.</source>
        <translation>コンソールを終了するまで有効です。</translation>
    </message>
    <message>
        <source>Tiles: alarms</source>
        <translation>タイル：アラーム</translation>
    </message>
    <message>
        <source>Tiles: states</source>
        <translation>タイル：状態</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>時刻</translation>
    </message>
    <message>
        <source>Toasts</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>Tool button</source>
        <translation>ツールボタン</translation>
    </message>
    <message>
        <source>Trends</source>
        <translation>トレンド</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>Type and icons</source>
        <translation>文字とアイコン</translation>
    </message>
    <message>
        <source>Type to filter</source>
        <translation>入力して絞り込み</translation>
    </message>
    <message>
        <source>Undone</source>
        <translation>元に戻しました</translation>
    </message>
    <message>
        <source>Unidentified patient</source>
        <translation>患者未確認</translation>
    </message>
    <message>
        <source>Vitals</source>
        <translation>バイタル</translation>
    </message>
    <message>
        <source>Ward 3 East</source>
        <translation>3 東病棟</translation>
    </message>
    <message>
        <source>Ward 3 East is no longer watched</source>
        <translation>3 東病棟の監視を終了しました</translation>
    </message>
    <message>
        <source>moved bed 12 to ward 3 West just now.</source>
        <translation>がベッド 12 を 3 西病棟へ移しました（たった今）。</translation>
    </message>
</context>
<context>
    <name>Glass</name>
    <message numerus="yes">
        <source>%n charts</source>
        <translation>
            <numerusform>カルテ%n件</numerusform>
        </translation>
    </message>
    <message>
        <source>Another reason</source>
        <translation>その他の理由</translation>
    </message>
    <message>
        <source>As on the wristband</source>
        <translation>リストバンドの表記どおり</translation>
    </message>
    <message>
        <source>As the patient writes it, or in Latin letters; whole, in that order</source>
        <translation>患者本人の表記またはローマ字で、全体をその順に</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>戻る</translation>
    </message>
    <message>
        <source>Break the glass</source>
        <translation>緊急アクセス</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Charts that are open to you by broken glass</source>
        <translation>緊急アクセスで開いているカルテ</translation>
    </message>
    <message>
        <source>Choose a reason.</source>
        <translation>理由を選んでください。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>閉じる（Esc）</translation>
    </message>
    <message>
        <source>Close now</source>
        <translation>今すぐ閉じる</translation>
    </message>
    <message>
        <source>Consultation requested by %1</source>
        <translation>%1からのコンサルテーション依頼</translation>
    </message>
    <message>
        <source>Consultation requested by a colleague</source>
        <translation>同僚からのコンサルテーション依頼</translation>
    </message>
    <message>
        <source>Date of birth</source>
        <translation>生年月日</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>詳細</translation>
    </message>
    <message>
        <source>Emergency: the patient must be treated now</source>
        <translation>緊急： ただちに治療が必要</translation>
    </message>
    <message>
        <source>Fill in exactly two of MRN, full name and date of birth.</source>
        <translation>MRN、氏名、生年月日のうち、ちょうど2つを入力してください。</translation>
    </message>
    <message>
        <source>For a chart that is closed to you: type exactly two of these. You are told only whether there is such a patient, and each look-up is recorded.</source>
        <translation>閲覧できないカルテのための手続きです。ちょうど2つを入力してください。該当する患者がいるかどうかだけが表示され、照会はすべて記録されます。</translation>
    </message>
    <message>
        <source>For example %1 or 1951-03-04</source>
        <translation>例： %1、1951-03-04</translation>
    </message>
    <message>
        <source>Full name</source>
        <translation>氏名</translation>
    </message>
    <message>
        <source>Look up</source>
        <translation>照会</translation>
    </message>
    <message>
        <source>MRN</source>
        <translation>MRN</translation>
    </message>
    <message>
        <source>MRN %1</source>
        <translation>MRN %1</translation>
    </message>
    <message>
        <source>Name the colleague.</source>
        <translation>同僚の名前を入力してください。</translation>
    </message>
    <message>
        <source>No chart is open to you by broken glass.</source>
        <translation>緊急アクセスで開いているカルテはありません。</translation>
    </message>
    <message>
        <source>No single patient matches. Check what you typed. Where several have this name and date of birth, use the MRN.</source>
        <translation>1人に特定できません。入力を確認してください。同じ氏名と生年月日の患者が複数いる場合は、MRNを使ってください。</translation>
    </message>
    <message>
        <source>Open another chart …</source>
        <translation>別のカルテを開く…</translation>
    </message>
    <message>
        <source>Open chart</source>
        <translation>カルテを開く</translation>
    </message>
    <message>
        <source>Open charts</source>
        <translation>開いているカルテ</translation>
    </message>
    <message>
        <source>Patient unconscious, and cannot be asked</source>
        <translation>患者に意識がなく、確認できない</translation>
    </message>
    <message numerus="yes">
        <source>Say it in at least %n characters.</source>
        <translation>
            <numerusform>%n文字以上で入力してください。</numerusform>
        </translation>
    </message>
    <message>
        <source>Show card</source>
        <translation>患者情報を表示</translation>
    </message>
    <message>
        <source>Step 1 of 3: find the patient</source>
        <translation>手順1/3: 患者を照会</translation>
    </message>
    <message>
        <source>Step 2 of 3: say why</source>
        <translation>手順2/3: 理由を入力</translation>
    </message>
    <message>
        <source>The chart is closed</source>
        <translation>カルテを閉じました</translation>
    </message>
    <message>
        <source>The look-up is too long ago. Go back and look up again.</source>
        <translation>照会から時間がたちすぎました。戻って照会し直してください。</translation>
    </message>
    <message>
        <source>There is exactly one such patient. Opening the chart is recorded with your name, the time and your reason, and the auditors of the clinic see it. The chart closes by itself after 4 hours.</source>
        <translation>該当する患者が1人います。カルテを開くと、あなたの名前、時刻、理由が記録され、監査担当者に表示されます。カルテは4時間後に自動的に閉じます。</translation>
    </message>
    <message>
        <source>This cannot be read as a date. %1</source>
        <translation>日付として読み取れません。%1</translation>
    </message>
    <message>
        <source>Too many look-ups. The next one can be in %1.</source>
        <translation>照会が多すぎます。次の照会は%1後にできます。</translation>
    </message>
    <message>
        <source>Why must you open it?</source>
        <translation>開く必要がある理由</translation>
    </message>
    <message>
        <source>You act for</source>
        <translation>所属</translation>
    </message>
</context>
<context>
    <name>Ground</name>
    <message>
        <source>Loading …</source>
        <translation>読み込み中 …</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>更新</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>今すぐ再試行</translation>
    </message>
</context>
<context>
    <name>Hours</name>
    <message>
        <source> min</source>
        <translation> 分</translation>
    </message>
    <message>
        <source>%1 and %2</source>
        <comment>minutes before and after</comment>
        <translation>%1と%2</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <comment>two days</comment>
        <translation>%1～%2</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <comment>two times</comment>
        <translation>%1～%2</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <comment>two times of day</comment>
        <translation>%1～%2</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) before</source>
        <translation>
            <numerusform>%n 日前</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s) before</source>
        <translation>
            <numerusform>%n 時間前</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) cannot stay so.</source>
        <translation>
            <numerusform>%n 行に誤りがあります。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n min</source>
        <translation>
            <numerusform>%n 分</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n min before</source>
        <translation>
            <numerusform>%n 分前</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n visit(s) would lie outside of hours.</source>
        <translation>
            <numerusform>%n 件の予約が勤務時間外になります。</numerusform>
        </translation>
    </message>
    <message>
        <source>1st</source>
        <translation>第1</translation>
    </message>
    <message>
        <source>2nd</source>
        <translation>第2</translation>
    </message>
    <message>
        <source>3rd</source>
        <translation>第3</translation>
    </message>
    <message>
        <source>4th</source>
        <translation>第4</translation>
    </message>
    <message>
        <source>5th</source>
        <translation>第5</translation>
    </message>
    <message>
        <source>A visit at another clinic</source>
        <translation>他の医療機関での予約</translation>
    </message>
    <message>
        <source>A visit may begin every</source>
        <translation>予約の間隔</translation>
    </message>
    <message>
        <source>Add a need</source>
        <translation>必要なものを追加</translation>
    </message>
    <message>
        <source>Add a practitioner</source>
        <translation>担当者を追加</translation>
    </message>
    <message>
        <source>Add a room or device</source>
        <translation>診察室・機器を追加</translation>
    </message>
    <message>
        <source>Add a visit type</source>
        <translation>予約種別を追加</translation>
    </message>
    <message>
        <source>Add hours</source>
        <translation>勤務時間を追加</translation>
    </message>
    <message>
        <source>Add leave or extra hours</source>
        <translation>休暇・臨時診療を追加</translation>
    </message>
    <message>
        <source>Add the first</source>
        <translation>最初の 1 件を追加</translation>
    </message>
    <message>
        <source>All practitioners</source>
        <translation>すべての担当者</translation>
    </message>
    <message>
        <source>Anybody</source>
        <translation>指定なし</translation>
    </message>
    <message>
        <source>Arrows: go · Enter: add or open · Alt+arrows: move · Shift+arrows: longer</source>
        <translation>矢印：移動 · Enter：追加・開く · Alt+矢印：時間を移動 · Shift+矢印：長さを変更</translation>
    </message>
    <message>
        <source>Ask your administrator for the right to see schedules.</source>
        <translation>スケジュールの閲覧権限は、システム管理者に依頼してください。</translation>
    </message>
    <message>
        <source>Ask your administrator.</source>
        <translation>システム管理者に依頼してください。</translation>
    </message>
    <message>
        <source>At the front desk</source>
        <translation>受付窓口での扱い</translation>
    </message>
    <message>
        <source>Away from all clinics: nobody is booked then.</source>
        <translation>すべての医療機関で不在になり、予約は入りません。</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>戻る</translation>
    </message>
    <message>
        <source>Begins</source>
        <translation>開始</translation>
    </message>
    <message>
        <source>Begins at</source>
        <translation>開始時刻</translation>
    </message>
    <message>
        <source>Blocked</source>
        <translation>予約不可</translation>
    </message>
    <message>
        <source>Choose a practitioner</source>
        <translation>担当者を選択</translation>
    </message>
    <message>
        <source>Choose at least one clinic.</source>
        <translation>医療機関を 1 つ以上選択してください。</translation>
    </message>
    <message>
        <source>Clinic</source>
        <translation>医療機関</translation>
    </message>
    <message>
        <source>Clinic closed</source>
        <translation>休診</translation>
    </message>
    <message>
        <source>Clinics</source>
        <translation>医療機関</translation>
    </message>
    <message>
        <source>Colleague</source>
        <translation>他の担当者</translation>
    </message>
    <message>
        <source>Copy to the next day</source>
        <translation>次の曜日にコピー</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>機器</translation>
    </message>
    <message>
        <source>Doctor unavailable …</source>
        <translation>医師不在…</translation>
    </message>
    <message>
        <source>Drop changes</source>
        <translation>変更を破棄</translation>
    </message>
    <message>
        <source>During leave</source>
        <translation>休暇中</translation>
    </message>
    <message>
        <source>Empty: made of the name.</source>
        <translation>空欄：名称から作成</translation>
    </message>
    <message>
        <source>Ends</source>
        <translation>終了</translation>
    </message>
    <message>
        <source>Ends at</source>
        <translation>終了時刻</translation>
    </message>
    <message>
        <source>Enter: add hours</source>
        <translation>Enter：勤務時間を追加</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>全員</translation>
    </message>
    <message>
        <source>Extra hours</source>
        <translation>臨時診療</translation>
    </message>
    <message>
        <source>First day</source>
        <translation>開始日</translation>
    </message>
    <message>
        <source>For so many minutes</source>
        <translation>所要時間（分）</translation>
    </message>
    <message>
        <source>Former ones, too</source>
        <translation>過去の分も表示</translation>
    </message>
    <message>
        <source>Free for all visits</source>
        <translation>すべての予約に開放</translation>
    </message>
    <message>
        <source>From</source>
        <translation>開始</translation>
    </message>
    <message>
        <source>From so many minutes after the begin</source>
        <translation>開始から（分後）</translation>
    </message>
    <message>
        <source>Gone: %1.</source>
        <translation>削除：%1。</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>グループ</translation>
    </message>
    <message>
        <source>Hours are not for your role</source>
        <translation>勤務時間を閲覧する権限がありません</translation>
    </message>
    <message>
        <source>Hours of %1 are not saved</source>
        <translation>%1 の勤務時間は未保存です</translation>
    </message>
    <message>
        <source>Hours of %1 are saved</source>
        <translation>%1 の勤務時間を保存しました</translation>
    </message>
    <message>
        <source>In a blocked time</source>
        <translation>予約不可の時間帯</translation>
    </message>
    <message>
        <source>In another group then</source>
        <translation>別のグループになります</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>Kept free after</source>
        <translation>後の空き時間</translation>
    </message>
    <message>
        <source>Kept free around</source>
        <translation>前後の空き時間</translation>
    </message>
    <message>
        <source>Kept free before</source>
        <translation>前の空き時間</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>種類</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>表示名</translation>
    </message>
    <message>
        <source>Last</source>
        <translation>最終</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>終了日</translation>
    </message>
    <message>
        <source>Late after</source>
        <translation>遅刻とみなすまで</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>休暇</translation>
    </message>
    <message>
        <source>Leave and closed days …</source>
        <translation>休暇・休診日…</translation>
    </message>
    <message>
        <source>Leave and extra hours</source>
        <translation>休暇・臨時診療</translation>
    </message>
    <message>
        <source>Leave is not for your role in this clinic</source>
        <translation>この医療機関で休暇を登録する権限がありません</translation>
    </message>
    <message>
        <source>Leave or extra hours</source>
        <translation>休暇・臨時診療</translation>
    </message>
    <message>
        <source>Leave or extra hours …</source>
        <translation>休暇・臨時診療…</translation>
    </message>
    <message>
        <source>Leave, blocks, extra hours and closed days to come stand here.</source>
        <translation>今後の休暇・予約不可・臨時診療・休診日がここに表示されます。</translation>
    </message>
    <message>
        <source>Lists</source>
        <translation>一覧</translation>
    </message>
    <message>
        <source>More visits than there is room for</source>
        <translation>予約枠を超過</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Name each form once: at most 20, each of up to 100 letters.</source>
        <translation>同じ書類は 1 回だけ、20 件まで、各 100 文字以内で入力してください。</translation>
    </message>
    <message>
        <source>Name not shown</source>
        <translation>氏名は非表示</translation>
    </message>
    <message>
        <source>Needs</source>
        <translation>必要なもの</translation>
    </message>
    <message>
        <source>Needs besides</source>
        <translation>他に必要なもの</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新規</translation>
    </message>
    <message>
        <source>New: %1.</source>
        <translation>追加：%1。</translation>
    </message>
    <message>
        <source>No connection: what is typed waits here.</source>
        <translation>接続がありません。入力した内容は残っています。</translation>
    </message>
    <message>
        <source>No hours yet</source>
        <translation>勤務時間は未設定です</translation>
    </message>
    <message>
        <source>No rooms or devices yet</source>
        <translation>診察室・機器は未登録です</translation>
    </message>
    <message>
        <source>No types of visits yet</source>
        <translation>予約種別は未登録です</translation>
    </message>
    <message>
        <source>No visit is affected.</source>
        <translation>影響を受ける予約はありません。</translation>
    </message>
    <message>
        <source>Nobody can be booked here before there are hours.</source>
        <translation>勤務時間を設定すると予約できるようになります。</translation>
    </message>
    <message>
        <source>Nobody in this clinic is booked then.</source>
        <translation>この医療機関全体で予約が入りません。</translation>
    </message>
    <message>
        <source>Nobody is found</source>
        <translation>該当者なし</translation>
    </message>
    <message>
        <source>None chosen: in every week.</source>
        <translation>未選択：毎週</translation>
    </message>
    <message>
        <source>None ticked: all types.</source>
        <translation>未選択：すべての種別</translation>
    </message>
    <message>
        <source>Not for this type of visit</source>
        <translation>この予約種別の対象外</translation>
    </message>
    <message>
        <source>Not in this clinic any more</source>
        <translation>この医療機関の所属ではありません</translation>
    </message>
    <message>
        <source>Not in use</source>
        <translation>未使用</translation>
    </message>
    <message>
        <source>Not in use any more</source>
        <translation>使用を終了</translation>
    </message>
    <message>
        <source>Not saved yet.</source>
        <translation>未保存</translation>
    </message>
    <message>
        <source>Nothing is cancelled: each stays where it is until it is moved.</source>
        <translation>予約は取り消されません。変更するまで元の時間のままです。</translation>
    </message>
    <message>
        <source>Nothing is written down</source>
        <translation>登録はありません</translation>
    </message>
    <message>
        <source>One a line: forms and consents.</source>
        <translation>書類と同意書を 1 行に 1 件ずつ。</translation>
    </message>
    <message>
        <source>One week</source>
        <translation>週の表示</translation>
    </message>
    <message>
        <source>Only shown: setting hours is not for your role.</source>
        <translation>閲覧のみ：勤務時間を設定する権限がありません。</translation>
    </message>
    <message>
        <source>Only these types</source>
        <translation>対象の予約種別</translation>
    </message>
    <message>
        <source>Outside of hours</source>
        <translation>勤務時間外</translation>
    </message>
    <message>
        <source>Overbooked at most</source>
        <translation>重複予約の上限</translation>
    </message>
    <message>
        <source>Patients together</source>
        <translation>同時に受ける患者数</translation>
    </message>
    <message>
        <source>Practitioner</source>
        <translation>担当者</translation>
    </message>
    <message>
        <source>Practitioner comes after</source>
        <translation>担当者の開始（分後）</translation>
    </message>
    <message>
        <source>Practitioners</source>
        <translation>担当者</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>影響を確認</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>Remove it</source>
        <translation>削除する</translation>
    </message>
    <message>
        <source>Removed: %1</source>
        <translation>削除しました：%1</translation>
    </message>
    <message>
        <source>Reserved</source>
        <translation>専用枠</translation>
    </message>
    <message>
        <source>Reserved for other visits</source>
        <translation>他の予約の専用枠</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>診察室</translation>
    </message>
    <message>
        <source>Rooms and devices</source>
        <translation>診察室・機器</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Save (%1)</source>
        <translation>保存（%1）</translation>
    </message>
    <message numerus="yes">
        <source>Save, %n visit(s) stay outside of hours</source>
        <translation>
            <numerusform>保存する（%n 件は時間外のまま）</numerusform>
        </translation>
    </message>
    <message>
        <source>Saved: %1</source>
        <translation>保存しました：%1</translation>
    </message>
    <message>
        <source>Say for which types of visits it is kept.</source>
        <translation>どの予約種別の専用枠かを指定してください。</translation>
    </message>
    <message>
        <source>Sees patients</source>
        <translation>診療</translation>
    </message>
    <message>
        <source>Sees patients here then, besides the weekly hours.</source>
        <translation>通常の勤務時間のほかに、ここで診療します。</translation>
    </message>
    <message>
        <source>Somebody else has changed these hours.</source>
        <translation>別の人がこの勤務時間を変更しました。</translation>
    </message>
    <message>
        <source>Sorted as</source>
        <translation>並び順の読み</translation>
    </message>
    <message>
        <source>Specialties</source>
        <translation>診療科</translation>
    </message>
    <message>
        <source>Specialty</source>
        <translation>診療科</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Take theirs</source>
        <translation>相手の内容にする</translation>
    </message>
    <message>
        <source>Takes</source>
        <translation>所要時間</translation>
    </message>
    <message>
        <source>The clocks go back: %1 comes twice. Say which is meant.</source>
        <translation>時計が戻るため %1 が 2 回あります。どちらかを選んでください。</translation>
    </message>
    <message>
        <source>The clocks go forward: %1 does not exist on that day.</source>
        <translation>時計が進むため、この日に %1 は存在しません。</translation>
    </message>
    <message>
        <source>The end has to be behind the begin, a day at most.</source>
        <translation>終了は開始より後、24 時間以内にしてください。</translation>
    </message>
    <message>
        <source>The first</source>
        <translation>1 回目</translation>
    </message>
    <message>
        <source>The last day is before the first one.</source>
        <translation>終了日が開始日より前です。</translation>
    </message>
    <message>
        <source>The second</source>
        <translation>2 回目</translation>
    </message>
    <message>
        <source>There is no room for more lines</source>
        <translation>これ以上行を追加できません</translation>
    </message>
    <message>
        <source>There, but not for visits: nobody is booked then.</source>
        <translation>在席していますが、予約は受けません。</translation>
    </message>
    <message>
        <source>These hours meet others: nobody works twice at a time.</source>
        <translation>他の勤務時間と重なっています。</translation>
    </message>
    <message>
        <source>They wait here as they were typed.</source>
        <translation>入力した内容のまま残っています。</translation>
    </message>
    <message>
        <source>This is too long.</source>
        <translation>長すぎます。</translation>
    </message>
    <message>
        <source>This time cannot be.</source>
        <translation>この時刻は指定できません。</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>肩書き</translation>
    </message>
    <message>
        <source>To</source>
        <translation>終了</translation>
    </message>
    <message>
        <source>To be signed at check-in</source>
        <translation>受付時に署名する書類</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>元に戻す</translation>
    </message>
    <message>
        <source>Urgency</source>
        <translation>緊急度</translation>
    </message>
    <message>
        <source>Visit type</source>
        <translation>予約種別</translation>
    </message>
    <message>
        <source>Visit types</source>
        <translation>予約種別</translation>
    </message>
    <message>
        <source>Visits at a time</source>
        <translation>同時に受ける予約数</translation>
    </message>
    <message>
        <source>Visits that are affected</source>
        <translation>影響を受ける予約</translation>
    </message>
    <message>
        <source>Waits too long after</source>
        <translation>待ち時間の上限</translation>
    </message>
    <message>
        <source>Weekday</source>
        <translation>曜日</translation>
    </message>
    <message>
        <source>Weekly hours</source>
        <translation>週間勤務時間</translation>
    </message>
    <message>
        <source>Weekly hours …</source>
        <translation>週間勤務時間…</translation>
    </message>
    <message>
        <source>Weeks of the month</source>
        <translation>月の週</translation>
    </message>
    <message>
        <source>What is booked stands here, with how long it takes.</source>
        <translation>予約の種別と所要時間がここに表示されます。</translation>
    </message>
    <message>
        <source>What is needed</source>
        <translation>必要なもの</translation>
    </message>
    <message>
        <source>What visits ask for: any of its group will do.</source>
        <translation>予約に必要なもの：グループ内のどれでも使えます。</translation>
    </message>
    <message>
        <source>What visits need beside a practitioner stands here.</source>
        <translation>予約に担当者のほかに必要なものがここに表示されます。</translation>
    </message>
    <message>
        <source>When</source>
        <translation>日時</translation>
    </message>
    <message>
        <source>When a doctor is not there, the urgent ones get the first times.</source>
        <translation>医師が不在のとき、緊急度の高い予約から早い枠に振り替えます。</translation>
    </message>
    <message>
        <source>When it begins</source>
        <translation>開始時</translation>
    </message>
    <message>
        <source>Which of the two</source>
        <translation>どちらの時刻か</translation>
    </message>
    <message>
        <source>Whoever sees patients stands here.</source>
        <translation>診療する担当者がここに表示されます。</translation>
    </message>
    <message>
        <source>Whole days</source>
        <translation>終日</translation>
    </message>
    <message>
        <source>Whose</source>
        <translation>対象</translation>
    </message>
    <message>
        <source>Work</source>
        <translation>診療</translation>
    </message>
    <message>
        <source>Working hours</source>
        <translation>勤務時間</translation>
    </message>
    <message>
        <source>Working hours …</source>
        <translation>勤務時間…</translation>
    </message>
    <message>
        <source>Write a name that no other one has.</source>
        <translation>他と重ならない名称を入力してください。</translation>
    </message>
    <message>
        <source>Write a time, such as 9:00.</source>
        <translation>時刻を入力してください（例：9:00）。</translation>
    </message>
    <message>
        <source>Write what visits ask for, such as an exam room.</source>
        <translation>予約に必要なものを入力してください（例：診察室）。</translation>
    </message>
    <message>
        <source>Written by</source>
        <translation>登録者</translation>
    </message>
    <message>
        <source>Written down: %1</source>
        <translation>登録しました：%1</translation>
    </message>
    <message>
        <source>Written in a clinic that is not yours: only its times are shown.</source>
        <translation>所属外の医療機関の登録のため、時間だけを表示しています。</translation>
    </message>
    <message>
        <source>Yours are kept as typed; saving puts them in place of theirs.</source>
        <translation>入力した内容は残っています。保存すると相手の内容を置き換えます。</translation>
    </message>
    <message>
        <source>all of it</source>
        <translation>全体</translation>
    </message>
    <message>
        <source>always</source>
        <translation>常に</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>ほか %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>and stays for</source>
        <translation>所要</translation>
    </message>
    <message>
        <source>from %1</source>
        <comment>a day</comment>
        <translation>%1 から</translation>
    </message>
    <message>
        <source>into the next day</source>
        <translation>翌日まで</translation>
    </message>
    <message>
        <source>on %1</source>
        <translation>%1</translation>
    </message>
    <message>
        <source>the rest</source>
        <translation>残り</translation>
    </message>
    <message>
        <source>until %1</source>
        <comment>a day</comment>
        <translation>%1 まで</translation>
    </message>
</context>
<context>
    <name>Hubs</name>
    <message>
        <source>Add a hub</source>
        <translation>サーバーを追加</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>アドレス</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>編集</translation>
    </message>
    <message>
        <source>Edit %1</source>
        <translation>%1 を編集</translation>
    </message>
    <message>
        <source>Name of the hub</source>
        <translation>サーバーの名前</translation>
    </message>
    <message>
        <source>No hub is kept. Signing in asks for an address.</source>
        <translation>登録されたサーバーはありません。サインイン時にアドレスを入力します。</translation>
    </message>
    <message>
        <source>Not encrypted: anybody on the way can read along</source>
        <translation>暗号化されていません：通信経路上で内容を読み取られるおそれがあります</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>%1を削除</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>This hub is in the list already.</source>
        <translation>このサーバーはすでに登録されています。</translation>
    </message>
    <message>
        <source>This is no address. Write one such as https://hub.example</source>
        <translation>アドレスではありません。https://hub.example のように入力してください</translation>
    </message>
    <message>
        <source>Write the address of the hub.</source>
        <translation>サーバーのアドレスを入力してください。</translation>
    </message>
    <message>
        <source>such as Kita clinic</source>
        <translation>例：北クリニック</translation>
    </message>
</context>
<context>
    <name>Identity</name>
    <message>
        <source>%1: %2</source>
        <comment>a fact of a patient</comment>
        <translation>%1：%2</translation>
    </message>
    <message numerus="yes">
        <source>%n more to compare</source>
        <translation>
            <numerusform>あと %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>Address</source>
        <translation>住所</translation>
    </message>
    <message>
        <source>Ask, do not tell: have the patient say or show two of these.</source>
        <translation>こちらから言わずに、患者本人に2つを言ってもらうか、示してもらってください。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>閉じる （Esc）</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>確認</translation>
    </message>
    <message>
        <source>Confirm identity</source>
        <translation>本人確認</translation>
    </message>
    <message>
        <source>Date of birth</source>
        <translation>生年月日</translation>
    </message>
    <message>
        <source>Insurance number</source>
        <translation>保険番号</translation>
    </message>
    <message>
        <source>MRN</source>
        <translation>MRN</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>氏名</translation>
    </message>
    <message>
        <source>Name and photograph</source>
        <translation>氏名と写真</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>電話</translation>
    </message>
    <message>
        <source>Photo ID</source>
        <translation>写真付き身分証</translation>
    </message>
    <message>
        <source>Two are enough: take one away before you choose another.</source>
        <translation>2つで十分です。別のものを選ぶ前に、1つを外してください。</translation>
    </message>
    <message>
        <source>Wristband</source>
        <translation>リストバンド</translation>
    </message>
</context>
<context>
    <name>Imports</name>
    <message>
        <source>%1 %2</source>
        <comment>the name of a field, and what stands there</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1 gives</source>
        <translation>%1の内容</translation>
    </message>
    <message>
        <source>%1 is written.</source>
        <translation>%1に書き出しました。</translation>
    </message>
    <message>
        <source>%1 is written: the first %2 errors, more are not kept.</source>
        <translation>%1に書き出しました：最初のエラー %2 件のみで、以降は保存されていません。</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1/%2</translation>
    </message>
    <message>
        <source>%1 of %2 rows</source>
        <translation>%1/%2 行</translation>
    </message>
    <message>
        <source>%1 refused rows</source>
        <comment>the name of a file</comment>
        <translation>%1 受け付けられなかった行</translation>
    </message>
    <message>
        <source>%1 rows/s</source>
        <translation>%1 行/秒</translation>
    </message>
    <message>
        <source>%1 was not written.</source>
        <translation>%1に書き出せませんでした。</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>a file, and its size</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>%1, %2 % no-show</source>
        <comment>how many visits, and the share of them that was missed</comment>
        <translation>%1、無断キャンセル %2 %</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a field, and what is wrong with it</comment>
        <translation>%1：%2</translation>
    </message>
    <message numerus="yes">
        <source>%Ln visit(s) of this clinic in all</source>
        <translation>
            <numerusform>この診療所の予約 計 %Ln 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them will be refused</source>
        <translation>
            <numerusform>うち %n 行は受け付けられません</numerusform>
        </translation>
    </message>
    <message>
        <source>A text file with one row a line (CSV). Drop it here, or choose it.</source>
        <translation>1行1件のテキストファイル （CSV） です。ここにドロップするか、選択してください。</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>住所</translation>
    </message>
    <message>
        <source>Age (checked only)</source>
        <translation>年齢（照合のみ）</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>すべてのファイル （*）</translation>
    </message>
    <message>
        <source>All imports</source>
        <translation>すべての取り込み</translation>
    </message>
    <message>
        <source>All of it is one column: is what stands between columns right?</source>
        <translation>全体が1列になっています。区切り文字は正しいですか。</translation>
    </message>
    <message>
        <source>Another file …</source>
        <translation>別のファイル…</translation>
    </message>
    <message>
        <source>Another import is under way here: this one has to wait.</source>
        <translation>別の取り込みが進行中です。完了までお待ちください。</translation>
    </message>
    <message>
        <source>Ask for the right to read it, or copy it to another folder.</source>
        <translation>読み取り権限を依頼するか、別のフォルダーにコピーしてください。</translation>
    </message>
    <message>
        <source>Bar</source>
        <translation>縦線</translation>
    </message>
    <message>
        <source>Began</source>
        <translation>開始</translation>
    </message>
    <message>
        <source>Beginning …</source>
        <translation>開始しています…</translation>
    </message>
    <message>
        <source>Begun</source>
        <translation>開始</translation>
    </message>
    <message>
        <source>Between columns</source>
        <translation>区切り文字</translation>
    </message>
    <message>
        <source>Book the visits of another system&apos;s list: save it there as CSV, and drop the file here. You see how the rows will come in before anything is booked.</source>
        <translation>ほかのシステムの予約一覧を取り込みます。CSV で保存し、ここにドロップしてください。予約する前に、各行がどう取り込まれるかを確認できます。</translation>
    </message>
    <message>
        <source>Booked on</source>
        <translation>予約した日</translation>
    </message>
    <message>
        <source>Bring in the patients and past visits of another system: save them there as CSV, and drop the file here. You see how the rows will come in before anything is changed.</source>
        <translation>別のシステムの患者と過去の受診を取り込みます。そのシステムからCSVで保存し、ファイルをここにドロップしてください。変更の前に、どのように取り込まれるかを確認できます。</translation>
    </message>
    <message>
        <source>By</source>
        <translation>実行者</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Cancel import …</source>
        <translation>取り込みを中止…</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>中止</translation>
    </message>
    <message>
        <source>Cancelled behind row %1 of %2: what is in stays in</source>
        <translation>%2 行中 %1 行で中止：取り込んだ内容は残ります</translation>
    </message>
    <message>
        <source>Choose a file …</source>
        <translation>ファイルを選択…</translation>
    </message>
    <message>
        <source>Choose a file.</source>
        <translation>ファイルを選択してください。</translation>
    </message>
    <message>
        <source>Choose the file as it was, and the import goes on where it stopped.</source>
        <translation>同じファイルを選択すると、止まったところから再開します。</translation>
    </message>
    <message>
        <source>Choose the file …</source>
        <translation>ファイルを選択…</translation>
    </message>
    <message>
        <source>Choose which column holds the id of the visit.</source>
        <translation>受診のIDの列を選んでください。</translation>
    </message>
    <message>
        <source>Choose which column holds the name.</source>
        <translation>氏名の列を選んでください。</translation>
    </message>
    <message>
        <source>Choose which column names the doctor.</source>
        <translation>医師の列を選択してください。</translation>
    </message>
    <message>
        <source>Choose which column names the type of visit.</source>
        <translation>予約種別の列を選択してください。</translation>
    </message>
    <message>
        <source>Choose which column says on which day the visit was.</source>
        <translation>受診日の列を選択してください。</translation>
    </message>
    <message>
        <source>Choose which column says when the visit began.</source>
        <translation>受診の開始日時の列を選んでください。</translation>
    </message>
    <message>
        <source>Choose which column says who the patient is.</source>
        <translation>患者を示す列を選んでください。</translation>
    </message>
    <message>
        <source>Choose which columns say on which day and at which time the visit begins.</source>
        <translation>予約の日付と開始時刻の列を選択してください。</translation>
    </message>
    <message>
        <source>Clinic</source>
        <translation>医療機関</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>コード</translation>
    </message>
    <message>
        <source>Column %1</source>
        <translation>列 %1</translation>
    </message>
    <message>
        <source>Columns of the file</source>
        <translation>ファイルの列</translation>
    </message>
    <message>
        <source>Comma</source>
        <translation>カンマ</translation>
    </message>
    <message>
        <source>Date of birth</source>
        <translation>生年月日</translation>
    </message>
    <message>
        <source>Date of death</source>
        <translation>死亡日</translation>
    </message>
    <message>
        <source>Dates</source>
        <translation>日付の形式</translation>
    </message>
    <message>
        <source>Day and time</source>
        <translation>日時</translation>
    </message>
    <message>
        <source>Day list</source>
        <translation>日別予約一覧</translation>
    </message>
    <message>
        <source>Day lists</source>
        <translation>日別予約の取込</translation>
    </message>
    <message>
        <source>Day of the visit</source>
        <translation>受診日</translation>
    </message>
    <message>
        <source>Day, month, year</source>
        <translation>日、月、年</translation>
    </message>
    <message>
        <source>Did not come (yes, no)</source>
        <translation>来院せず（はい、いいえ）</translation>
    </message>
    <message>
        <source>Divide it into several files.</source>
        <translation>複数のファイルに分けてください。</translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation>医師</translation>
    </message>
    <message>
        <source>Driving licence</source>
        <translation>運転免許証</translation>
    </message>
    <message>
        <source>Email</source>
        <translation>メール</translation>
    </message>
    <message>
        <source>End the import</source>
        <translation>取り込みを中止</translation>
    </message>
    <message numerus="yes">
        <source>End this import? %Ln row(s) are in and stay in. To bring in the rest later, import the file again: what is in is passed over.</source>
        <translation>
            <numerusform>この取り込みを中止しますか。取り込み済みの %Ln 行は残ります。残りを後で取り込むには、ファイルをもう一度取り込んでください。取り込み済みの行は飛ばされます。</numerusform>
        </translation>
    </message>
    <message>
        <source>End this import? Nothing has come in yet.</source>
        <translation>この取り込みを中止しますか。まだ何も取り込まれていません。</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>終了</translation>
    </message>
    <message>
        <source>Ending the import …</source>
        <translation>取り込みを中止しています…</translation>
    </message>
    <message>
        <source>Family name</source>
        <translation>姓</translation>
    </message>
    <message>
        <source>Female</source>
        <translation>女性</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>項目</translation>
    </message>
    <message>
        <source>File</source>
        <translation>ファイル</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>完了</translation>
    </message>
    <message numerus="yes">
        <source>Finished: %Ln row(s) looked at</source>
        <translation>
            <numerusform>完了：%Ln 行を確認</numerusform>
        </translation>
    </message>
    <message>
        <source>Former name</source>
        <translation>旧氏名</translation>
    </message>
    <message>
        <source>Given name</source>
        <translation>名</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>再開</translation>
    </message>
    <message>
        <source>Go on with the file</source>
        <translation>ファイルの取り込みを再開</translation>
    </message>
    <message>
        <source>Going through the file …</source>
        <translation>ファイルを確認しています…</translation>
    </message>
    <message>
        <source>How it ended</source>
        <translation>結果</translation>
    </message>
    <message numerus="yes">
        <source>How the first %n row(s) will come in</source>
        <translation>
            <numerusform>最初の %n 行の取り込み結果</numerusform>
        </translation>
    </message>
    <message>
        <source>How the rows will come in</source>
        <translation>取り込み結果の確認</translation>
    </message>
    <message>
        <source>Id of the patient</source>
        <translation>患者のID</translation>
    </message>
    <message>
        <source>Id of the visit</source>
        <translation>受診のID</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>取り込み</translation>
    </message>
    <message>
        <source>Import a file</source>
        <translation>ファイルを取り込む</translation>
    </message>
    <message>
        <source>Import a file …</source>
        <translation>ファイルを取り込む…</translation>
    </message>
    <message>
        <source>Importing …</source>
        <translation>取り込んでいます…</translation>
    </message>
    <message>
        <source>Imports</source>
        <translation>取り込み</translation>
    </message>
    <message>
        <source>In</source>
        <translation>取込済</translation>
    </message>
    <message>
        <source>Insurance number</source>
        <translation>保険番号</translation>
    </message>
    <message>
        <source>Into the clinic</source>
        <translation>取り込み先</translation>
    </message>
    <message>
        <source>It was moved, renamed or deleted.</source>
        <translation>移動、名前の変更、または削除されました。</translation>
    </message>
    <message>
        <source>Kana</source>
        <translation>カナ</translation>
    </message>
    <message>
        <source>Kind of visit</source>
        <translation>受診の種類</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>言語</translation>
    </message>
    <message>
        <source>Latin 1 (Western)</source>
        <translation>Latin 1 （西欧）</translation>
    </message>
    <message>
        <source>Latin letters</source>
        <translation>ローマ字</translation>
    </message>
    <message>
        <source>Leave out what is not about patients or visits, and choose that file.</source>
        <translation>患者や受診以外の列を除いて、そのファイルを選択してください。</translation>
    </message>
    <message>
        <source>Letters</source>
        <translation>文字コード</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Male</source>
        <translation>男性</translation>
    </message>
    <message>
        <source>Middle name</source>
        <translation>ミドルネーム</translation>
    </message>
    <message>
        <source>Month, day, year</source>
        <translation>月、日、年</translation>
    </message>
    <message>
        <source>Name of the system that the file comes from</source>
        <translation>ファイルの出力元のシステム名</translation>
    </message>
    <message>
        <source>Name the system</source>
        <translation>システム名</translation>
    </message>
    <message>
        <source>Name the system that the file comes from: its ids belong to it.</source>
        <translation>ファイルの出力元のシステム名を入力してください。IDはそのシステムのものとして扱われます。</translation>
    </message>
    <message>
        <source>National number</source>
        <translation>国の番号</translation>
    </message>
    <message>
        <source>No day list has been imported yet</source>
        <translation>日別予約一覧はまだ取り込まれていません</translation>
    </message>
    <message>
        <source>No file has been imported yet</source>
        <translation>まだファイルは取り込まれていません</translation>
    </message>
    <message>
        <source>No row has been refused</source>
        <translation>受け付けられなかった行はありません</translation>
    </message>
    <message>
        <source>No rows</source>
        <translation>行がありません</translation>
    </message>
    <message>
        <source>Not finished</source>
        <translation>未完了</translation>
    </message>
    <message>
        <source>Not finished: go on with the same file</source>
        <translation>未完了：同じファイルで再開できます</translation>
    </message>
    <message>
        <source>Not used</source>
        <translation>使わない</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>メモ</translation>
    </message>
    <message>
        <source>Nothing is sent before all of it was gone through once.</source>
        <translation>全体を一度確認するまで、何も送信されません。</translation>
    </message>
    <message>
        <source>One file at a time: another import is under way here.</source>
        <translation>一度に1つのファイルだけです。別の取り込みが進行中です。</translation>
    </message>
    <message>
        <source>Open Patients</source>
        <translation>患者を開く</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>その他</translation>
    </message>
    <message>
        <source>Passport</source>
        <translation>パスポート</translation>
    </message>
    <message>
        <source>Past appointments</source>
        <translation>過去の予約</translation>
    </message>
    <message>
        <source>Past visits</source>
        <translation>過去の受診</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>Patients</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>Patients and past visits from other systems, as CSV files</source>
        <translation>別のシステムの患者と過去の受診（CSVファイル）</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>電話</translation>
    </message>
    <message>
        <source>Progress of the import</source>
        <translation>取り込みの進行状況</translation>
    </message>
    <message>
        <source>Reading the file …</source>
        <translation>ファイルを読み込んでいます…</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Record number</source>
        <translation>患者番号</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>受付不可</translation>
    </message>
    <message>
        <source>Refused rows</source>
        <translation>受け付けられなかった行</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>Rows of</source>
        <translation>行の内容</translation>
    </message>
    <message>
        <source>Rows that cannot be taken stand here, with their line and what is wrong.</source>
        <translation>受け付けられない行が、行番号と問題点とともにここに表示されます。</translation>
    </message>
    <message>
        <source>Save it as CSV in the program that made it, and choose that file.</source>
        <translation>作成したソフトでCSVとして保存し、そのファイルを選択してください。</translation>
    </message>
    <message>
        <source>Save refused rows</source>
        <translation>受け付けられなかった行を保存</translation>
    </message>
    <message>
        <source>Save refused rows …</source>
        <translation>受け付けられなかった行を保存…</translation>
    </message>
    <message>
        <source>Semicolon</source>
        <translation>セミコロン</translation>
    </message>
    <message>
        <source>Sex</source>
        <translation>性別</translation>
    </message>
    <message>
        <source>Shift JIS (Japanese)</source>
        <translation>Shift JIS （日本語）</translation>
    </message>
    <message>
        <source>Something in the columns does not fit: look through them.</source>
        <translation>列に合わないものがあります。確認してください。</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Suffix (left out)</source>
        <translation>接尾辞 （取り込まない）</translation>
    </message>
    <message>
        <source>Tab</source>
        <translation>タブ</translation>
    </message>
    <message>
        <source>Table, CSV (*.csv)</source>
        <translation>表、CSV （*.csv）</translation>
    </message>
    <message>
        <source>Tables, CSV (*.csv *.txt *.tsv)</source>
        <translation>表、CSV （*.csv *.txt *.tsv）</translation>
    </message>
    <message>
        <source>Take in patients whom nobody knows yet</source>
        <translation>未登録の患者も取り込む</translation>
    </message>
    <message>
        <source>The columns are as in the last file like this one.</source>
        <translation>列は、前回の同じ形式のファイルと同じです。</translation>
    </message>
    <message>
        <source>The columns were guessed by what stands in them: look through them.</source>
        <translation>列は内容から推定しました。確認してください。</translation>
    </message>
    <message>
        <source>The columns were taken from the titles in the first line.</source>
        <translation>列は1行目の見出しから決めました。</translation>
    </message>
    <message>
        <source>The file cannot be read</source>
        <translation>ファイルを読み取れません</translation>
    </message>
    <message>
        <source>The file has more than 10 million rows</source>
        <translation>ファイルが1000万行を超えています</translation>
    </message>
    <message>
        <source>The file has more than 200 columns</source>
        <translation>ファイルが200列を超えています</translation>
    </message>
    <message>
        <source>The file has no rows</source>
        <translation>ファイルに行がありません</translation>
    </message>
    <message>
        <source>The file is empty</source>
        <translation>ファイルが空です</translation>
    </message>
    <message>
        <source>The file is not there any more</source>
        <translation>ファイルが見つかりません</translation>
    </message>
    <message>
        <source>The file was changed during the import</source>
        <translation>取り込み中にファイルが変更されました</translation>
    </message>
    <message>
        <source>The first line has titles</source>
        <translation>1行目は見出し</translation>
    </message>
    <message>
        <source>The row</source>
        <translation>行</translation>
    </message>
    <message>
        <source>The titles differ from those of the last file: look through the columns.</source>
        <translation>見出しが前回のファイルと異なります。列を確認してください。</translation>
    </message>
    <message>
        <source>There already</source>
        <translation>登録済</translation>
    </message>
    <message>
        <source>There is no row in it: choose another file.</source>
        <translation>行がありません。別のファイルを選択してください。</translation>
    </message>
    <message>
        <source>There is nothing but titles in it: choose another file.</source>
        <translation>見出ししかありません。別のファイルを選択してください。</translation>
    </message>
    <message>
        <source>There is nothing but titles in the file.</source>
        <translation>ファイルには見出ししかありません。</translation>
    </message>
    <message>
        <source>They have a number and no name until a file of patients says who they are.</source>
        <translation>患者のファイルを取り込むまで、番号だけで氏名はありません。</translation>
    </message>
    <message>
        <source>This is a workbook, not a text file</source>
        <translation>これは表計算のブックで、テキストファイルではありません</translation>
    </message>
    <message>
        <source>This is another file than the one that was begun</source>
        <translation>開始したときとは別のファイルです</translation>
    </message>
    <message>
        <source>This is not a text file</source>
        <translation>テキストファイルではありません</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>時刻</translation>
    </message>
    <message>
        <source>Title (left out)</source>
        <translation>敬称 （取り込まない）</translation>
    </message>
    <message>
        <source>Type of visit</source>
        <translation>予約種別</translation>
    </message>
    <message>
        <source>UTF-8, marked</source>
        <translation>UTF-8 （BOM付き）</translation>
    </message>
    <message>
        <source>Under way</source>
        <translation>進行中</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>不明</translation>
    </message>
    <message>
        <source>Visits of today and of coming days from other systems, as CSV files</source>
        <translation>ほかのシステムの今日以降の予約（CSV ファイル）</translation>
    </message>
    <message>
        <source>Waiting for the hub … Nothing is lost, it goes on by itself.</source>
        <translation>サーバーを待っています… 失われるものはなく、自動的に再開します。</translation>
    </message>
    <message>
        <source>Waiting until the console is unlocked</source>
        <translation>ロックの解除を待っています</translation>
    </message>
    <message>
        <source>What is in stays in.</source>
        <translation>取り込んだ内容は残ります。</translation>
    </message>
    <message>
        <source>What is wrong, or what else there is</source>
        <translation>問題点、その他の内容</translation>
    </message>
    <message>
        <source>What was done</source>
        <translation>実施内容</translation>
    </message>
    <message>
        <source>What was wrong</source>
        <translation>問題点</translation>
    </message>
    <message>
        <source>Which file?</source>
        <translation>どのファイルですか</translation>
    </message>
    <message>
        <source>Whole name</source>
        <translation>氏名</translation>
    </message>
    <message>
        <source>Writing %1 …</source>
        <translation>%1に書き出しています…</translation>
    </message>
    <message>
        <source>Year, month, day</source>
        <translation>年、月、日</translation>
    </message>
    <message>
        <source>a spreadsheet has spoilt this number: its last digits are lost</source>
        <translation>表計算ソフトで番号が壊れ、末尾の桁が失われています</translation>
    </message>
    <message numerus="yes">
        <source>about %n min left</source>
        <translation>
            <numerusform>残り約 %n 分</numerusform>
        </translation>
    </message>
    <message>
        <source>another column says otherwise</source>
        <translation>ほかの列と矛盾しています</translation>
    </message>
    <message>
        <source>another id is written almost the same</source>
        <translation>ほとんど同じ表記のIDがあります</translation>
    </message>
    <message>
        <source>another row of this file has the same id</source>
        <translation>同じ ID の行がこのファイルにあります</translation>
    </message>
    <message>
        <source>begun %1 by %2</source>
        <comment>a time, and somebody&apos;s name</comment>
        <translation>%1 %2が開始</translation>
    </message>
    <message>
        <source>earlier than the beginning</source>
        <translation>開始より前です</translation>
    </message>
    <message>
        <source>earlier than the date of birth</source>
        <translation>生年月日より前です</translation>
    </message>
    <message>
        <source>earlier than the day on which it was booked</source>
        <translation>予約した日より前です</translation>
    </message>
    <message>
        <source>further ahead than visits are booked</source>
        <translation>予約できる期間より先です</translation>
    </message>
    <message>
        <source>less than a minute left</source>
        <translation>残り1分未満</translation>
    </message>
    <message>
        <source>longer than can be kept</source>
        <translation>長すぎます</translation>
    </message>
    <message>
        <source>neither number nor date of birth: nobody could tell who it is</source>
        <translation>番号も生年月日もなく、誰か特定できません</translation>
    </message>
    <message>
        <source>no letters or digits in it</source>
        <translation>文字も数字もありません</translation>
    </message>
    <message>
        <source>no part of the name</source>
        <translation>氏名の一部ではありません</translation>
    </message>
    <message>
        <source>no patient of this clinic has this name and date of birth</source>
        <translation>この氏名と生年月日の患者はこの診療所にいません</translation>
    </message>
    <message>
        <source>no patient of this clinic has this number</source>
        <translation>この番号の患者はこの医療機関にいません</translation>
    </message>
    <message>
        <source>no room, device or colleague is free for it then</source>
        <translation>その時間に空いている診察室・機器・担当者がありません</translation>
    </message>
    <message>
        <source>no type of visit is called so</source>
        <translation>その名前の予約種別はありません</translation>
    </message>
    <message>
        <source>nobody of this name sees patients in this clinic</source>
        <translation>この氏名の担当者はこの診療所にいません</translation>
    </message>
    <message>
        <source>not a date in this order</source>
        <translation>この形式の日付ではありません</translation>
    </message>
    <message>
        <source>not a language&apos;s name or code</source>
        <translation>言語の名前でもコードでもありません</translation>
    </message>
    <message>
        <source>not a phone number</source>
        <translation>電話番号ではありません</translation>
    </message>
    <message>
        <source>not a time in this order</source>
        <translation>この形式の日時ではありません</translation>
    </message>
    <message>
        <source>not a time of day</source>
        <translation>時刻ではありません</translation>
    </message>
    <message>
        <source>not a whole minute</source>
        <translation>分単位の時刻ではありません</translation>
    </message>
    <message>
        <source>not a word for a sex that is known here</source>
        <translation>性別として認識できません</translation>
    </message>
    <message>
        <source>not a word for how a visit ended that is known here</source>
        <translation>予約の結果を表す語として認識できません</translation>
    </message>
    <message>
        <source>not a word for yes or no</source>
        <translation>「はい」「いいえ」として認識できません</translation>
    </message>
    <message>
        <source>not an age in whole years</source>
        <translation>年齢（満年齢）ではありません</translation>
    </message>
    <message>
        <source>not an email address</source>
        <translation>メールアドレスではありません</translation>
    </message>
    <message>
        <source>not kana</source>
        <translation>かなではありません</translation>
    </message>
    <message>
        <source>not readable text: is the encoding right?</source>
        <translation>文字を読み取れません。文字コードは正しいですか</translation>
    </message>
    <message>
        <source>nothing stands there</source>
        <translation>空欄です</translation>
    </message>
    <message>
        <source>outside the doctor&apos;s hours</source>
        <translation>医師の勤務時間外です</translation>
    </message>
    <message>
        <source>several doctors of this clinic have this name</source>
        <translation>同じ氏名の医師がこの診療所に複数います</translation>
    </message>
    <message>
        <source>several patients have this name and date of birth</source>
        <translation>同じ氏名と生年月日の患者が複数います</translation>
    </message>
    <message>
        <source>somebody else has this record number</source>
        <translation>この患者番号は別の人のものです</translation>
    </message>
    <message>
        <source>the clinic is closed then</source>
        <translation>その時間は休診です</translation>
    </message>
    <message>
        <source>the clinic&apos;s clocks show this time twice that night</source>
        <translation>その夜はこの時刻が 2 回あります</translation>
    </message>
    <message>
        <source>the clinic&apos;s clocks were put forward over this time</source>
        <translation>夏時間への切り替えで存在しない時刻です</translation>
    </message>
    <message>
        <source>the doctor is away then</source>
        <translation>その時間は医師が不在です</translation>
    </message>
    <message>
        <source>the patient has another visit then</source>
        <translation>その時間に患者の別の予約があります</translation>
    </message>
    <message>
        <source>the patient has died</source>
        <translation>患者は亡くなっています</translation>
    </message>
    <message>
        <source>the row has another number of columns</source>
        <translation>列の数が異なります</translation>
    </message>
    <message>
        <source>this doctor does no visits of this type then</source>
        <translation>この医師はその時間にこの予約種別を扱っていません</translation>
    </message>
    <message>
        <source>this number is in use in another clinic</source>
        <translation>この番号は別の医療機関で使われています</translation>
    </message>
    <message>
        <source>this patient&apos;s chart is closed</source>
        <translation>この患者のカルテは閲覧できません</translation>
    </message>
    <message>
        <source>this time is kept for other visits</source>
        <translation>この時間は専用枠です</translation>
    </message>
    <message>
        <source>this time is over</source>
        <translation>この時刻は過ぎています</translation>
    </message>
    <message>
        <source>this time is taken</source>
        <translation>この時間は予約済みです</translation>
    </message>
    <message>
        <source>this visit could not be booked</source>
        <translation>この予約は登録できませんでした</translation>
    </message>
    <message>
        <source>too long ago to be true</source>
        <translation>古すぎる日付です</translation>
    </message>
    <message>
        <source>yet to come</source>
        <translation>未来の日付です</translation>
    </message>
</context>
<context>
    <name>Keys</name>
    <message>
        <source>10 minutes, 1, 8 or 24 hours</source>
        <translation>10 分、1・8・24 時間</translation>
    </message>
    <message>
        <source>Admin, for those who may</source>
        <translation>管理（権限のある人のみ）</translation>
    </message>
    <message>
        <source>Back to the list</source>
        <translation>一覧に戻る</translation>
    </message>
    <message>
        <source>Back to the wall</source>
        <translation>バイタル一覧に戻る</translation>
    </message>
    <message>
        <source>Bed</source>
        <translation>ベッド</translation>
    </message>
    <message>
        <source>Book a free time, or open the visit</source>
        <translation>空き枠を予約・予約を開く</translation>
    </message>
    <message>
        <source>Book beside a visit, for those who may</source>
        <translation>重ねて予約（権限がある場合）</translation>
    </message>
    <message>
        <source>Cancel a visit</source>
        <translation>予約を取り消す</translation>
    </message>
    <message>
        <source>Choose wards</source>
        <translation>病棟を選択</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Day (or week) before and after</source>
        <translation>前・次の日（週）</translation>
    </message>
    <message>
        <source>Day before and after</source>
        <translation>前日、翌日</translation>
    </message>
    <message>
        <source>Do what the main button below the list says</source>
        <translation>一覧の下の主ボタンを実行</translation>
    </message>
    <message>
        <source>Doctor unavailable</source>
        <translation>医師不在</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>全画面共通</translation>
    </message>
    <message>
        <source>Find patients; letters typed on the list go there too</source>
        <translation>患者を検索 （一覧で入力した文字もここに入ります）</translation>
    </message>
    <message>
        <source>First and last bed</source>
        <translation>先頭・末尾のベッド</translation>
    </message>
    <message>
        <source>First and last patient</source>
        <translation>最初と最後の患者</translation>
    </message>
    <message>
        <source>From row to row; what is typed goes to the filter</source>
        <translation>行の移動。文字入力で絞り込み</translation>
    </message>
    <message>
        <source>From the grid to the panel, and back</source>
        <translation>表とパネルの切替</translation>
    </message>
    <message>
        <source>From the list to the card beside it, and back</source>
        <translation>一覧と右のカードの間を移動</translation>
    </message>
    <message>
        <source>From tile to tile</source>
        <translation>タイル間を移動</translation>
    </message>
    <message>
        <source>From visit to visit, to free times, to others</source>
        <translation>予約・空き枠・他の列へ移動</translation>
    </message>
    <message>
        <source>Front desk</source>
        <translation>受付窓口</translation>
    </message>
    <message>
        <source>Front desk, for those who may</source>
        <translation>受付窓口（権限のある人のみ）</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全画面表示</translation>
    </message>
    <message>
        <source>Go to a day</source>
        <translation>日付へ移動</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>キー操作</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>文字を大きく</translation>
    </message>
    <message>
        <source>Let in what is new: rows come, go and move</source>
        <translation>新着を反映（行の追加、削除、移動）</translation>
    </message>
    <message>
        <source>Lock this console</source>
        <translation>このコンソールをロック</translation>
    </message>
    <message>
        <source>Move a visit: arrows, with Alt by 5 minutes; Enter or Esc</source>
        <translation>予約の変更：矢印（Alt で 5 分単位）、Enter・Esc</translation>
    </message>
    <message>
        <source>Move the cross-hair; with Shift in larger steps</source>
        <translation>カーソル線を移動（Shift で大きく）</translation>
    </message>
    <message>
        <source>Next available; waitlist</source>
        <translation>次の空き枠、待機リスト</translation>
    </message>
    <message>
        <source>Open the bed</source>
        <translation>ベッドを開く</translation>
    </message>
    <message>
        <source>Open the chart</source>
        <translation>カルテを開く</translation>
    </message>
    <message>
        <source>Open the check-in card</source>
        <translation>受付カードを開く</translation>
    </message>
    <message>
        <source>Patients</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>Patients, for those who may</source>
        <translation>患者 （権限のある人）</translation>
    </message>
    <message>
        <source>Previous and next bed</source>
        <translation>前後のベッド</translation>
    </message>
    <message>
        <source>Previous and next page of beds</source>
        <translation>前・次のページ</translation>
    </message>
    <message>
        <source>Print the day list</source>
        <translation>日別予約一覧を印刷</translation>
    </message>
    <message>
        <source>Register a patient</source>
        <translation>患者を登録</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>予約</translation>
    </message>
    <message>
        <source>Schedule, for those who may</source>
        <translation>予約（権限がある場合）</translation>
    </message>
    <message>
        <source>Search beds, screens and actions</source>
        <translation>ベッド・画面・操作を検索</translation>
    </message>
    <message>
        <source>Select a row, or not any more; with Shift and arrows several</source>
        <translation>行の選択、解除。Shift＋矢印で複数選択</translation>
    </message>
    <message>
        <source>Select all that are shown; Esc selects nothing</source>
        <translation>表示中をすべて選択。Esc で解除</translation>
    </message>
    <message>
        <source>Settings of this PC</source>
        <translation>この PC の設定</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>文字を小さく</translation>
    </message>
    <message>
        <source>Sort by name, birth, MRN, last change</source>
        <translation>氏名、生年月日、MRN、最終変更で並べ替え</translation>
    </message>
    <message>
        <source>Text at 100 %</source>
        <translation>文字サイズ 100 %</translation>
    </message>
    <message>
        <source>These keys</source>
        <translation>このキー操作一覧</translation>
    </message>
    <message>
        <source>To the filter</source>
        <translation>絞り込み欄へ</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今日</translation>
    </message>
    <message>
        <source>Today; go to a day</source>
        <translation>今日、日付を指定</translation>
    </message>
    <message>
        <source>Undo the last change</source>
        <translation>直前の変更を元に戻す</translation>
    </message>
    <message>
        <source>Vitals wall</source>
        <translation>バイタル一覧</translation>
    </message>
    <message>
        <source>Walk-in</source>
        <translation>予約外</translation>
    </message>
    <message>
        <source>Whole range</source>
        <translation>全期間</translation>
    </message>
</context>
<context>
    <name>Lock</name>
    <message>
        <source>Asking the hub …</source>
        <translation>ハブに問い合わせています…</translation>
    </message>
    <message>
        <source>It was locked when it ended.</source>
        <translation>終了時にロックされていました。</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>ロック中</translation>
    </message>
    <message>
        <source>Locked: %1</source>
        <translation>ロック中： %1</translation>
    </message>
    <message>
        <source>Locks in %1 s. Move the mouse or press a key to stay.</source>
        <translation>%1秒後にロックします。続けるにはマウスを動かすかキーを押してください。</translation>
    </message>
    <message>
        <source>Next page of beds</source>
        <translation>次のベッドのページ</translation>
    </message>
    <message>
        <source>Nobody used this console for a while.</source>
        <translation>しばらく操作がありませんでした。</translation>
    </message>
    <message>
        <source>PIN or password</source>
        <translation>PINまたはパスワード</translation>
    </message>
    <message>
        <source>Page %1 of %2</source>
        <translation>%1/%2ページ</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>パスワード</translation>
    </message>
    <message>
        <source>Previous page of beds</source>
        <translation>前のベッドのページ</translation>
    </message>
    <message>
        <source>Sign out whose session this is, and sign in</source>
        <translation>この利用者をサインアウトして、サインインする</translation>
    </message>
    <message>
        <source>Switch user</source>
        <translation>利用者を切り替え</translation>
    </message>
    <message>
        <source>The hub cannot be asked now, so the console stays locked.</source>
        <translation>ハブに問い合わせできないため、ロックを解除できません。</translation>
    </message>
    <message>
        <source>Too many attempts. You can try again in %1 s.</source>
        <translation>試行回数が多すぎます。%1秒後に再試行できます。</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>ロック解除</translation>
    </message>
    <message>
        <source>Use your password.</source>
        <translation>パスワードを使ってください。</translation>
    </message>
    <message>
        <source>Wrong PIN or password.</source>
        <translation>PINまたはパスワードが違います。</translation>
    </message>
    <message>
        <source>Wrong password.</source>
        <translation>パスワードが違います。</translation>
    </message>
    <message>
        <source>You can try again now.</source>
        <translation>再試行できます。</translation>
    </message>
</context>
<context>
    <name>Menu</name>
    <message>
        <source>%1 · name may have changed</source>
        <translation>%1 · 氏名が変わっている可能性あり</translation>
    </message>
    <message>
        <source>Admin</source>
        <translation>管理</translation>
    </message>
    <message>
        <source>Admin: %1</source>
        <translation>管理： %1</translation>
    </message>
    <message>
        <source>Bed %1</source>
        <translation>ベッド %1</translation>
    </message>
    <message>
        <source>Break glass …</source>
        <translation>緊急アクセス…</translation>
    </message>
    <message>
        <source>Call lists</source>
        <translation>連絡リスト</translation>
    </message>
    <message>
        <source>Connect to the hub now</source>
        <translation>今すぐサーバーに再接続</translation>
    </message>
    <message>
        <source>Doctor unavailable …</source>
        <translation>医師不在…</translation>
    </message>
    <message>
        <source>Find the next available time</source>
        <translation>次の空き枠を検索</translation>
    </message>
    <message>
        <source>Front desk</source>
        <translation>受付窓口</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全画面表示</translation>
    </message>
    <message>
        <source>Go to day …</source>
        <translation>日付を指定…</translation>
    </message>
    <message>
        <source>Hide names on the wall (initials only)</source>
        <translation>一覧の患者名を隠す（イニシャルのみ）</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>文字を大きく</translation>
    </message>
    <message>
        <source>Leave, extra hours and closed days …</source>
        <translation>休暇・臨時診療・休診日…</translation>
    </message>
    <message>
        <source>Light or dark colours</source>
        <translation>ライト/ダーク配色の切替</translation>
    </message>
    <message>
        <source>Lock this console</source>
        <translation>このコンソールをロック</translation>
    </message>
    <message>
        <source>My account</source>
        <translation>マイアカウント</translation>
    </message>
    <message>
        <source>Next page of beds</source>
        <translation>次のベッドのページ</translation>
    </message>
    <message>
        <source>Order tiles by alarm, worst first</source>
        <translation>アラーム優先で並べる</translation>
    </message>
    <message>
        <source>Order tiles by bed</source>
        <translation>ベッド順に並べる</translation>
    </message>
    <message>
        <source>Patients</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>Restricted</source>
        <translation>閲覧制限</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>予約</translation>
    </message>
    <message>
        <source>Schedule of %1</source>
        <translation>%1 の予約</translation>
    </message>
    <message>
        <source>Schedule of all doctors</source>
        <translation>全医師の予約</translation>
    </message>
    <message>
        <source>Schedule of today</source>
        <translation>今日の予約</translation>
    </message>
    <message>
        <source>Schedule of tomorrow</source>
        <translation>明日の予約</translation>
    </message>
    <message>
        <source>Settings of this PC</source>
        <translation>この PC の設定</translation>
    </message>
    <message>
        <source>Show all keys</source>
        <translation>キー操作一覧を表示</translation>
    </message>
    <message>
        <source>Show names on the wall</source>
        <translation>一覧に患者名を表示</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>サインアウト</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>文字を小さく</translation>
    </message>
    <message>
        <source>Switch user</source>
        <translation>利用者を切り替え</translation>
    </message>
    <message>
        <source>The patient&apos;s card</source>
        <translation>患者情報</translation>
    </message>
    <message>
        <source>Vitals wall</source>
        <translation>バイタル一覧</translation>
    </message>
    <message>
        <source>Waitlist</source>
        <translation>待機リスト</translation>
    </message>
    <message>
        <source>Walk-in …</source>
        <translation>予約外…</translation>
    </message>
    <message>
        <source>Watch %1</source>
        <translation>%1 を監視</translation>
    </message>
    <message>
        <source>Working hours of the doctor in the schedule …</source>
        <translation>予約表の医師の勤務時間…</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source># beds only</source>
        <translation># ベッドのみ</translation>
    </message>
    <message numerus="yes">
        <source>%n result(s)</source>
        <translation>
            <numerusform>%n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>&gt; actions only</source>
        <translation>&gt; 操作のみ</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Arrow keys choose, Enter opens, Escape closes</source>
        <translation>矢印キーで選択、Enter で開く、Esc で閉じる</translation>
    </message>
    <message>
        <source>Beds</source>
        <translation>ベッド</translation>
    </message>
    <message>
        <source>Looking for patients …</source>
        <translation>患者を検索しています…</translation>
    </message>
    <message>
        <source>Nothing found for “%1”</source>
        <translation>「%1」に一致するものはありません</translation>
    </message>
    <message>
        <source>Patients</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>Patients cannot be searched: %1</source>
        <translation>患者を検索できません：%1</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>検索結果</translation>
    </message>
    <message>
        <source>Screens</source>
        <translation>画面</translation>
    </message>
    <message>
        <source>Search beds, screens and actions</source>
        <translation>ベッド・画面・操作を検索</translation>
    </message>
    <message>
        <source>Search patients, beds, screens and actions</source>
        <translation>患者・ベッド・画面・操作を検索</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
    <message>
        <source>There is nothing here yet</source>
        <translation>まだ何もありません</translation>
    </message>
    <message>
        <source>Visits of %1</source>
        <translation>%1 さんの予約</translation>
    </message>
    <message>
        <source>first %1 of %2</source>
        <translation>%2 件中、先頭の %1 件</translation>
    </message>
    <message>
        <source>↑ ↓ choose</source>
        <translation>↑ ↓ 選択</translation>
    </message>
    <message>
        <source>⏎ open</source>
        <translation>⏎ 開く</translation>
    </message>
</context>
<context>
    <name>Patient</name>
    <message>
        <source>%1, bed %2</source>
        <comment>a ward and a bed</comment>
        <translation>%1、ベッド%2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message numerus="yes">
        <source>%n days</source>
        <translation>
            <numerusform>%n 日</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n months</source>
        <translation>
            <numerusform>%n か月</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n years</source>
        <translation>
            <numerusform>%n歳</numerusform>
        </translation>
    </message>
    <message>
        <source>Alert</source>
        <translation>注意</translation>
    </message>
    <message>
        <source>Allergy</source>
        <translation>アレルギー</translation>
    </message>
    <message>
        <source>As it was %1 ago.</source>
        <translation>%1前の内容です。</translation>
    </message>
    <message>
        <source>Bed</source>
        <translation>ベッド</translation>
    </message>
    <message>
        <source>Break the glass …</source>
        <translation>緊急アクセス…</translation>
    </message>
    <message>
        <source>Broken glass</source>
        <translation>緊急アクセス</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Change restriction …</source>
        <translation>閲覧制限を変更…</translation>
    </message>
    <message>
        <source>Chart</source>
        <translation>カルテ</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>閉じる（Esc）</translation>
    </message>
    <message>
        <source>Close chart now</source>
        <translation>カルテを今すぐ閉じる</translation>
    </message>
    <message>
        <source>Deceased</source>
        <translation>死亡</translation>
    </message>
    <message>
        <source>Deceased %1</source>
        <translation>死亡 %1</translation>
    </message>
    <message>
        <source>Do not move</source>
        <translation>移動禁止</translation>
    </message>
    <message>
        <source>Fall risk</source>
        <translation>転倒リスク</translation>
    </message>
    <message>
        <source>Family of staff</source>
        <translation>職員の家族</translation>
    </message>
    <message>
        <source>Glass broken: until %1</source>
        <translation>緊急アクセス中： %1まで</translation>
    </message>
    <message>
        <source>In no bed of the wards that you watch</source>
        <translation>表示中の病棟のベッドにはいません</translation>
    </message>
    <message>
        <source>Infection</source>
        <translation>感染症</translation>
    </message>
    <message>
        <source>Interpreter needed</source>
        <translation>通訳が必要</translation>
    </message>
    <message>
        <source>Interpreter: %1</source>
        <translation>通訳：%1</translation>
    </message>
    <message>
        <source>It may have moved to another clinic, or the glass that opened it has expired.</source>
        <translation>別の医療機関に移ったか、緊急アクセスの期限が切れた可能性があります。</translation>
    </message>
    <message>
        <source>MRN %1</source>
        <translation>MRN %1</translation>
    </message>
    <message>
        <source>Member of staff</source>
        <translation>職員</translation>
    </message>
    <message>
        <source>No connection to the hub.</source>
        <translation>ハブに接続できません。</translation>
    </message>
    <message>
        <source>Not restricted</source>
        <translation>制限なし</translation>
    </message>
    <message>
        <source>Open chart</source>
        <translation>カルテを開く</translation>
    </message>
    <message>
        <source>Open until %1</source>
        <translation>%1まで表示可能</translation>
    </message>
    <message>
        <source>Open until %1, for %2</source>
        <translation>%1まで表示可能（残り%2）</translation>
    </message>
    <message>
        <source>Opening it again is recorded again.</source>
        <translation>もう一度開くと、もう一度記録されます。</translation>
    </message>
    <message>
        <source>Own chart of somebody who works here</source>
        <translation>勤務者本人のカルテ</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>Public figure</source>
        <translation>著名人</translation>
    </message>
    <message>
        <source>Reason (stands in the audit log)</source>
        <translation>理由（監査ログに記録されます）</translation>
    </message>
    <message>
        <source>Restrict chart …</source>
        <translation>カルテの閲覧を制限…</translation>
    </message>
    <message>
        <source>Restricted chart: %1</source>
        <translation>閲覧制限のあるカルテ： %1</translation>
    </message>
    <message>
        <source>Restriction</source>
        <translation>閲覧制限</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message numerus="yes">
        <source>Say it in at least %n characters.</source>
        <translation>
            <numerusform>%n文字以上で入力してください。</numerusform>
        </translation>
    </message>
    <message>
        <source>Say why: it stands in the audit log.</source>
        <translation>理由を入力してください。監査ログに記録されます。</translation>
    </message>
    <message>
        <source>Show bed</source>
        <translation>ベッドを表示</translation>
    </message>
    <message>
        <source>The chart is closed</source>
        <translation>カルテを閉じました</translation>
    </message>
    <message>
        <source>The chart is restricted no more</source>
        <translation>カルテの閲覧制限を解除しました</translation>
    </message>
    <message>
        <source>The chart is restricted now</source>
        <translation>カルテの閲覧を制限しました</translation>
    </message>
    <message>
        <source>There is no such patient here</source>
        <translation>該当する患者はいません</translation>
    </message>
    <message>
        <source>This chart is restricted</source>
        <translation>このカルテは閲覧が制限されています</translation>
    </message>
    <message>
        <source>What everybody must know</source>
        <translation>全員が知っておくべきこと</translation>
    </message>
    <message>
        <source>What is shown is %1 old.</source>
        <translation>表示は%1前の内容です。</translation>
    </message>
    <message>
        <source>Whoever needs a restricted chart breaks the glass, with a reason.</source>
        <translation>閲覧制限のあるカルテが必要な人は、理由を示して緊急アクセスを使います。</translation>
    </message>
    <message>
        <source>female</source>
        <translation>女性</translation>
    </message>
    <message>
        <source>male</source>
        <translation>男性</translation>
    </message>
    <message>
        <source>other</source>
        <translation>その他</translation>
    </message>
    <message>
        <source>since %1</source>
        <translation>%1から</translation>
    </message>
</context>
<context>
    <name>PatientForm</name>
    <message>
        <source>%1 has taken this out</source>
        <translation>%1が削除しました</translation>
    </message>
    <message>
        <source>%1 or %2</source>
        <comment>two ways to write a date</comment>
        <translation>%1 または %2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>who, and what this one wrote</comment>
        <translation>%1：%2</translation>
    </message>
    <message numerus="yes">
        <source>%n probably the same</source>
        <translation>
            <numerusform>同一人物の可能性 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>A patient was not saved</source>
        <translation>患者を保存できませんでした</translation>
    </message>
    <message>
        <source>A phone number has three digits or more.</source>
        <translation>電話番号は3桁以上です。</translation>
    </message>
    <message>
        <source>A registered patient has a record number.</source>
        <translation>登録済みの患者には患者番号が必要です。</translation>
    </message>
    <message>
        <source>Add alert</source>
        <translation>注意事項を追加</translation>
    </message>
    <message>
        <source>Add contact</source>
        <translation>連絡先を追加</translation>
    </message>
    <message>
        <source>Add number</source>
        <translation>番号を追加</translation>
    </message>
    <message>
        <source>Another clinic has somebody like this. If it is the same person, take them in with their record or insurance number.</source>
        <translation>別の医療機関に似た患者がいます。同じ人なら、患者番号か保険番号で受け入れてください。</translation>
    </message>
    <message>
        <source>Another patient has this number already.</source>
        <translation>この番号はすでに別の患者のものです。</translation>
    </message>
    <message>
        <source>As the patient writes it, in their own order</source>
        <translation>患者本人の表記と順序で</translation>
    </message>
    <message>
        <source>As you type, who may be the same person stands here.</source>
        <translation>入力すると、同じ人かもしれない患者がここに表示されます。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Change %1</source>
        <translation>%1の変更</translation>
    </message>
    <message>
        <source>Changed by %1 at %2: %3</source>
        <translation>%1が %2 に変更：%3</translation>
    </message>
    <message>
        <source>Changed by %1: %2</source>
        <translation>%1が変更：%2</translation>
    </message>
    <message>
        <source>Choose what kind of alert this is.</source>
        <translation>注意事項の種類を選んでください。</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>選択…</translation>
    </message>
    <message>
        <source>Click what of it is the family name</source>
        <translation>姓の部分をクリックしてください</translation>
    </message>
    <message>
        <source>Clinic</source>
        <translation>医療機関</translation>
    </message>
    <message>
        <source>Enter it, or take the row out.</source>
        <translation>入力するか、行を削除してください。</translation>
    </message>
    <message>
        <source>Enter the name, as the patient writes it.</source>
        <translation>患者本人の表記で氏名を入力してください。</translation>
    </message>
    <message>
        <source>Enter the number as it stands on their card.</source>
        <translation>カードにある番号を入力してください。</translation>
    </message>
    <message>
        <source>Family name</source>
        <translation>姓</translation>
    </message>
    <message>
        <source>For example %1</source>
        <translation>例：%1</translation>
    </message>
    <message>
        <source>Full name</source>
        <translation>氏名</translation>
    </message>
    <message>
        <source>Given</source>
        <translation>同意</translation>
    </message>
    <message>
        <source>Given by</source>
        <translation>発行元</translation>
    </message>
    <message>
        <source>Given when left empty</source>
        <translation>空欄なら自動で付番</translation>
    </message>
    <message>
        <source>Has died</source>
        <translation>死亡</translation>
    </message>
    <message>
        <source>It is taken in, and what you typed stands. Save when it is right.</source>
        <translation>相手の変更を反映し、入力内容は残っています。確認して保存してください。</translation>
    </message>
    <message>
        <source>Just changed by %1</source>
        <translation>%1が変更したばかりです</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>種類</translation>
    </message>
    <message>
        <source>Known already?</source>
        <translation>登録済みですか</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>離れる</translation>
    </message>
    <message>
        <source>Leave without saving? What you typed is lost.</source>
        <translation>保存せずに離れますか。入力内容は失われます。</translation>
    </message>
    <message>
        <source>Look before you register another one.</source>
        <translation>登録の前に確認してください。</translation>
    </message>
    <message numerus="yes">
        <source>More than %n years ago: look at the year.</source>
        <translation>
            <numerusform>%n 年以上前です。年を確認してください。</numerusform>
        </translation>
    </message>
    <message>
        <source>Name</source>
        <translation>氏名</translation>
    </message>
    <message>
        <source>Needed</source>
        <translation>必要</translation>
    </message>
    <message>
        <source>New patient</source>
        <translation>新しい患者</translation>
    </message>
    <message>
        <source>No</source>
        <translation>いいえ</translation>
    </message>
    <message>
        <source>Nobody has this name, date of birth and number. Compare all three with what was shown.</source>
        <translation>この氏名、生年月日、番号の患者はいません。提示されたものと3つとも照合してください。</translation>
    </message>
    <message>
        <source>Not asked</source>
        <translation>未確認</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>不明</translation>
    </message>
    <message>
        <source>Not saved yet. %1 Save again in a moment.</source>
        <translation>まだ保存されていません。%1 少し待って、もう一度保存してください。</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>番号</translation>
    </message>
    <message>
        <source>Number or address</source>
        <translation>番号または住所</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>開く</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>%1を開く</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>本人</translation>
    </message>
    <message>
        <source>Record or insurance number</source>
        <translation>患者番号または保険番号</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>拒否</translation>
    </message>
    <message>
        <source>Register</source>
        <translation>登録</translation>
    </message>
    <message>
        <source>Register anyway</source>
        <translation>それでも登録</translation>
    </message>
    <message>
        <source>Relation</source>
        <translation>続柄</translation>
    </message>
    <message>
        <source>Remove row %1</source>
        <translation>行 %1 を削除</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Saving …</source>
        <translation>保存しています…</translation>
    </message>
    <message>
        <source>Say what everybody must know.</source>
        <translation>全員が知っておくべきことを入力してください。</translation>
    </message>
    <message>
        <source>Say whose number it is.</source>
        <translation>誰の番号かを入力してください。</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>いつから</translation>
    </message>
    <message>
        <source>Somebody</source>
        <translation>誰か</translation>
    </message>
    <message>
        <source>Somebody like this is known already: look before you register another one.</source>
        <translation>似た患者がすでに登録されています。登録の前に確認してください。</translation>
    </message>
    <message>
        <source>Take in</source>
        <translation>受け入れ</translation>
    </message>
    <message>
        <source>Take theirs</source>
        <translation>採用</translation>
    </message>
    <message>
        <source>The hub cannot take this. Look at how it is written.</source>
        <translation>サーバーが受け付けません。書き方を確認してください。</translation>
    </message>
    <message>
        <source>This cannot be read as a date. For example: %1</source>
        <translation>日付として読み取れません。例：%1</translation>
    </message>
    <message>
        <source>This day is yet to come.</source>
        <translation>未来の日付です。</translation>
    </message>
    <message>
        <source>This is before the date of birth.</source>
        <translation>生年月日より前です。</translation>
    </message>
    <message>
        <source>This is no email address.</source>
        <translation>メールアドレスではありません。</translation>
    </message>
    <message>
        <source>This is no part of the name.</source>
        <translation>氏名の一部ではありません。</translation>
    </message>
    <message>
        <source>This patient is not (any more) among those of your clinics.</source>
        <translation>この患者は、あなたの医療機関の患者ではありません。</translation>
    </message>
    <message>
        <source>This stands here twice.</source>
        <translation>重複しています。</translation>
    </message>
    <message>
        <source>What everybody must know</source>
        <translation>全員が知っておくべきこと</translation>
    </message>
    <message>
        <source>What you typed is kept.</source>
        <translation>入力内容は残っています。</translation>
    </message>
    <message>
        <source>Where both changed the same, yours stands, and theirs below it. Save when it is right.</source>
        <translation>同じ項目を両方が変更した場合は、あなたの値が残り、下に相手の値が表示されます。確認して保存してください。</translation>
    </message>
    <message>
        <source>Whose</source>
        <translation>誰の</translation>
    </message>
    <message>
        <source>Whose, if not the patient&apos;s</source>
        <translation>本人以外なら誰の</translation>
    </message>
    <message>
        <source>Write it in hiragana or katakana.</source>
        <translation>ひらがなかカタカナで入力してください。</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>はい</translation>
    </message>
    <message>
        <source>You are not allowed to change this patient.</source>
        <translation>この患者を変更する権限がありません。</translation>
    </message>
    <message>
        <source>You are not allowed to register patients in this clinic.</source>
        <translation>この医療機関で患者を登録する権限がありません。</translation>
    </message>
    <message>
        <source>name alike</source>
        <translation>氏名が似ている</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>same date of birth</source>
        <translation>生年月日が同じ</translation>
    </message>
    <message>
        <source>same number</source>
        <translation>番号が同じ</translation>
    </message>
    <message>
        <source>same phone</source>
        <translation>電話が同じ</translation>
    </message>
    <message>
        <source>somebody</source>
        <translation>誰か</translation>
    </message>
</context>
<context>
    <name>Patients</name>
    <message>
        <source>%1 ms</source>
        <translation>%1 ミリ秒</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1/%2</translation>
    </message>
    <message>
        <source>%1 of %2 patients</source>
        <translation>%2 人中 %1 人</translation>
    </message>
    <message>
        <source>%1 y</source>
        <comment>an age in years, short</comment>
        <translation>%1歳</translation>
    </message>
    <message numerus="yes">
        <source>%n patients</source>
        <translation>
            <numerusform>患者 %n 人</numerusform>
        </translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>注意事項</translation>
    </message>
    <message>
        <source>All</source>
        <translation>すべて</translation>
    </message>
    <message>
        <source>All my clinics</source>
        <translation>すべての医療機関</translation>
    </message>
    <message>
        <source>All patients</source>
        <translation>すべての患者</translation>
    </message>
    <message>
        <source>Back to all patients (Esc)</source>
        <translation>すべての患者に戻る （Esc）</translation>
    </message>
    <message>
        <source>Born</source>
        <translation>生年月日</translation>
    </message>
    <message>
        <source>Changed last</source>
        <translation>最近の変更順</translation>
    </message>
    <message>
        <source>Clinic</source>
        <translation>医療機関</translation>
    </message>
    <message>
        <source>Deceased</source>
        <translation>死亡</translation>
    </message>
    <message>
        <source>F</source>
        <comment>female, in one letter</comment>
        <translation>女</translation>
    </message>
    <message>
        <source>Find patients</source>
        <translation>患者を検索</translation>
    </message>
    <message>
        <source>Interpreter</source>
        <translation>通訳</translation>
    </message>
    <message>
        <source>Look at who was found in the list of patients.</source>
        <translation>患者一覧の検索結果を確認してください。</translation>
    </message>
    <message>
        <source>M</source>
        <comment>male, in one letter</comment>
        <translation>男</translation>
    </message>
    <message>
        <source>MRN</source>
        <translation>MRN</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>氏名</translation>
    </message>
    <message>
        <source>Name in any order, date of birth, MRN or phone. Accents and kana do not matter.</source>
        <translation>氏名（順不同）、生年月日、MRN、電話番号。アクセント記号やかなの違いは問いません。</translation>
    </message>
    <message>
        <source>Name, date of birth, MRN or phone</source>
        <translation>氏名、生年月日、MRN、電話番号</translation>
    </message>
    <message>
        <source>No patients yet</source>
        <translation>まだ患者がいません</translation>
    </message>
    <message>
        <source>Nobody fits</source>
        <translation>該当する患者がいません</translation>
    </message>
    <message>
        <source>Nobody found</source>
        <translation>見つかりません</translation>
    </message>
    <message>
        <source>Nobody is opened by this number</source>
        <translation>この番号で開ける患者はいません</translation>
    </message>
    <message>
        <source>Patients found</source>
        <translation>見つかった患者</translation>
    </message>
    <message>
        <source>Register a patient</source>
        <translation>患者を登録</translation>
    </message>
    <message>
        <source>Register a patient (Ctrl+N)</source>
        <translation>患者を登録 （Ctrl+N）</translation>
    </message>
    <message>
        <source>Sex</source>
        <translation>性別</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>表示</translation>
    </message>
    <message>
        <source>Show all patients</source>
        <translation>すべての患者を表示</translation>
    </message>
    <message>
        <source>Sort by the last change</source>
        <translation>最終変更で並べ替え</translation>
    </message>
    <message>
        <source>The first %1. Type more.</source>
        <translation>最初の %1 人です。さらに入力してください。</translation>
    </message>
    <message>
        <source>Throw it away</source>
        <translation>破棄</translation>
    </message>
    <message>
        <source>What is here stays.</source>
        <translation>表示中の内容は残ります。</translation>
    </message>
    <message>
        <source>What is typed in the form has not been saved.</source>
        <translation>フォームの入力内容は保存されていません。</translation>
    </message>
    <message>
        <source>Who is registered in your clinics stands here.</source>
        <translation>あなたの医療機関に登録された患者がここに表示されます。</translation>
    </message>
    <message>
        <source>With alerts</source>
        <translation>注意事項あり</translation>
    </message>
    <message>
        <source>X</source>
        <comment>other sex, in one letter</comment>
        <translation>他</translation>
    </message>
</context>
<context>
    <name>Print</name>
    <message numerus="yes">
        <source>%n visit(s)</source>
        <translation>
            <numerusform>予約 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>Born</source>
        <translation>生年月日</translation>
    </message>
    <message>
        <source>Day list · %1</source>
        <translation>日別予約一覧 · %1</translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation>医師</translation>
    </message>
    <message>
        <source>Nobody stands on this list.</source>
        <translation>この一覧に予約はありません。</translation>
    </message>
    <message>
        <source>Page %1 of %2</source>
        <translation>%1/%2ページ</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>Printed by %1, %2</source>
        <translation>印刷：%1、%2</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>診察室</translation>
    </message>
    <message>
        <source>Save as PDF</source>
        <translation>PDF で保存</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>The file cannot be written.</source>
        <translation>ファイルに書き込めません。</translation>
    </message>
    <message>
        <source>The printer does not take it.</source>
        <translation>プリンターが受け付けません。</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>時刻</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Keys</source>
        <translation>キー操作</translation>
    </message>
    <message>
        <source>Keys ?</source>
        <translation>キー操作 ?</translation>
    </message>
    <message>
        <source>Screens</source>
        <translation>画面</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
</context>
<context>
    <name>Roles</name>
    <message>
        <source>A role holds in one clinic: the same person can be a nurse in one and an administrator in another. Who looks after people cannot read the audit log, so that nobody watches over themselves.</source>
        <translation>役割は医療機関ごとに決まります。同じ人が、ある医療機関では看護師、別の医療機関では管理者になれます。利用者を管理する人は監査ログを閲覧できません。自分で自分を監査することがないようにするためです。</translation>
    </message>
    <message>
        <source>Book a visit beside another, with a reason</source>
        <translation>理由を記した重複予約</translation>
    </message>
    <message>
        <source>Book, move and cancel visits, and look after the waitlist</source>
        <translation>予約の登録・変更・取消、待機リストの管理</translation>
    </message>
    <message>
        <source>Bring in a day&apos;s visits from a file</source>
        <translation>ファイルから日別予約を取り込む</translation>
    </message>
    <message>
        <source>Bring in patients and past visits from files</source>
        <translation>ファイルからの患者と過去の受診の取り込み</translation>
    </message>
    <message>
        <source>Look after people, their roles and passwords</source>
        <translation>利用者、役割、パスワードの管理</translation>
    </message>
    <message>
        <source>Look after the PCs that consoles run on</source>
        <translation>コンソールを使うPCの管理</translation>
    </message>
    <message>
        <source>Mark a chart as restricted</source>
        <translation>カルテの閲覧制限の設定</translation>
    </message>
    <message>
        <source>May</source>
        <translation>できること</translation>
    </message>
    <message>
        <source>No</source>
        <translation>いいえ</translation>
    </message>
    <message>
        <source>Open a chart in an emergency, with a reason</source>
        <translation>理由を示した緊急時のカルテ閲覧</translation>
    </message>
    <message>
        <source>Read the audit log</source>
        <translation>監査ログを閲覧</translation>
    </message>
    <message>
        <source>Register monitors, place them, give them tokens</source>
        <translation>モニタの登録、設置、トークンの発行</translation>
    </message>
    <message>
        <source>Register patients, and change who they are</source>
        <translation>患者の登録と患者情報の変更</translation>
    </message>
    <message>
        <source>Say who has come and where they are</source>
        <translation>来院と居場所を記録する</translation>
    </message>
    <message>
        <source>See a patient&apos;s vitals</source>
        <translation>患者のバイタルの閲覧</translation>
    </message>
    <message>
        <source>See schedules, free times and visits</source>
        <translation>スケジュール・空き枠・予約の閲覧</translation>
    </message>
    <message>
        <source>See the monitors and their state</source>
        <translation>モニタとその状態の閲覧</translation>
    </message>
    <message>
        <source>See wards and beds</source>
        <translation>病棟とベッドの閲覧</translation>
    </message>
    <message>
        <source>See who a patient is, and who lies in which bed</source>
        <translation>患者情報と入院ベッドの閲覧</translation>
    </message>
    <message>
        <source>See who is signed in where, and end it</source>
        <translation>サインイン状況の閲覧と終了</translation>
    </message>
    <message>
        <source>Set weekly hours, practitioners, types of visits and rooms</source>
        <translation>勤務時間・担当者・予約種別・診察室の設定</translation>
    </message>
    <message>
        <source>Who may do what</source>
        <translation>役割と権限</translation>
    </message>
    <message>
        <source>Write down leave, extra hours and closed days</source>
        <translation>休暇・臨時診療・休診日の登録</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>はい</translation>
    </message>
</context>
<context>
    <name>Roll</name>
    <message>
        <source>Order of the list</source>
        <translation>一覧の並び順</translation>
    </message>
    <message>
        <source>Sort by %1</source>
        <translation>%1で並べ替え</translation>
    </message>
    <message>
        <source>The list is in this order</source>
        <translation>この順に並んでいます</translation>
    </message>
    <message>
        <source>This is not for your role</source>
        <translation>あなたの役割では利用できません</translation>
    </message>
    <message>
        <source>Your role may have been changed. Ask your administrator.</source>
        <translation>役割が変更された可能性があります。システム管理者に確認してください。</translation>
    </message>
</context>
<context>
    <name>Schedule</name>
    <message>
        <source>%1 moved to %2</source>
        <translation>%1 さんの予約を %2 に変更しました</translation>
    </message>
    <message>
        <source>%1 · until %2</source>
        <translation>%1 · %2 まで</translation>
    </message>
    <message>
        <source>%1: nobody on %2</source>
        <translation>%1：%2 は担当者がいません</translation>
    </message>
    <message numerus="yes">
        <source>%n free</source>
        <translation>
            <numerusform>空き %n 枠</numerusform>
        </translation>
    </message>
    <message>
        <source>All doctors</source>
        <translation>全医師</translation>
    </message>
    <message>
        <source>All specialties</source>
        <translation>すべての診療科</translation>
    </message>
    <message>
        <source>Arrived</source>
        <translation>来院</translation>
    </message>
    <message>
        <source>Ask the facility manager for access.</source>
        <translation>閲覧権限は施設管理者に依頼してください。</translation>
    </message>
    <message>
        <source>At another clinic</source>
        <translation>他の医療機関</translation>
    </message>
    <message>
        <source>Back (Page Up)</source>
        <translation>前へ（Page Up）</translation>
    </message>
    <message>
        <source>Blocked</source>
        <translation>予約不可</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Checked in</source>
        <translation>受付済</translation>
    </message>
    <message>
        <source>Checked out</source>
        <translation>診察済</translation>
    </message>
    <message>
        <source>Clinic: %1</source>
        <translation>医療機関：%1</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>休診</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>表示</translation>
    </message>
    <message>
        <source>Day: %1</source>
        <translation>日付：%1</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>来院前</translation>
    </message>
    <message>
        <source>Go to day</source>
        <translation>日付を指定</translation>
    </message>
    <message>
        <source>Go to day (G)</source>
        <translation>日付を指定（G）</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>診察前帰宅</translation>
    </message>
    <message>
        <source>Next available</source>
        <translation>次の空き枠</translation>
    </message>
    <message>
        <source>Next day</source>
        <translation>次の日</translation>
    </message>
    <message>
        <source>No-show</source>
        <translation>無断キャンセル</translation>
    </message>
    <message>
        <source>Nobody sees patients here yet</source>
        <translation>診療する担当者がまだいません</translation>
    </message>
    <message>
        <source>Nobody works on %1</source>
        <translation>%1 は診療がありません</translation>
    </message>
    <message>
        <source>Not working</source>
        <translation>勤務外</translation>
    </message>
    <message>
        <source>Offline for %1.</source>
        <translation>オフライン %1。</translation>
    </message>
    <message>
        <source>On (Page Down)</source>
        <translation>次へ（Page Down）</translation>
    </message>
    <message>
        <source>One doctor&apos;s week</source>
        <translation>医師別の週</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>不在</translation>
    </message>
    <message>
        <source>Out: %1</source>
        <translation>不在：%1</translation>
    </message>
    <message>
        <source>Practitioner %1</source>
        <translation>担当者 %1</translation>
    </message>
    <message>
        <source>Practitioners and their hours are added under Admin.</source>
        <translation>担当者と勤務時間は管理画面で追加します。</translation>
    </message>
    <message>
        <source>Reserved</source>
        <translation>専用枠</translation>
    </message>
    <message>
        <source>Restricted</source>
        <translation>閲覧制限</translation>
    </message>
    <message>
        <source>Roomed</source>
        <translation>入室</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>予約</translation>
    </message>
    <message numerus="yes">
        <source>Schedule of %1, %n columns</source>
        <translation>
            <numerusform>%1 の予約、%n 列</numerusform>
        </translation>
    </message>
    <message>
        <source>Schedule of %1: others may have booked since.</source>
        <translation>%1 時点の予約表です。その後に予約が入った可能性があります。</translation>
    </message>
    <message>
        <source>Schedules are for the staff of a clinic</source>
        <translation>予約表は医療機関の職員のみ閲覧できます</translation>
    </message>
    <message>
        <source>Show cancelled and missed visits, too</source>
        <translation>取消・無断キャンセルも表示</translation>
    </message>
    <message>
        <source>Specialty</source>
        <translation>診療科</translation>
    </message>
    <message>
        <source>The schedule of %1 stays in view.</source>
        <translation>%1 の予約表を表示したままにします。</translation>
    </message>
    <message>
        <source>There are no hours and no visits on this day.</source>
        <translation>この日は勤務時間も予約もありません。</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今日</translation>
    </message>
    <message>
        <source>Today (T)</source>
        <translation>今日（T）</translation>
    </message>
    <message>
        <source>Waitlist</source>
        <translation>待機リスト</translation>
    </message>
    <message>
        <source>Waitlist (W)</source>
        <translation>待機リスト（W）</translation>
    </message>
    <message numerus="yes">
        <source>Waitlist, %n patients</source>
        <translation>
            <numerusform>待機リスト、%n 人</numerusform>
        </translation>
    </message>
    <message>
        <source>Week of %1</source>
        <translation>%1 の週</translation>
    </message>
    <message>
        <source>Whose week</source>
        <translation>どの医師の週</translation>
    </message>
    <message>
        <source>With cancelled</source>
        <translation>取消も表示</translation>
    </message>
    <message>
        <source>With doctor</source>
        <translation>診察中</translation>
    </message>
    <message>
        <source>arrived</source>
        <translation>来院</translation>
    </message>
    <message>
        <source>away or busy otherwise</source>
        <translation>不在または他の予定</translation>
    </message>
    <message>
        <source>being booked</source>
        <translation>予約中</translation>
    </message>
    <message>
        <source>beside another visit: %1</source>
        <translation>重複予約：%1</translation>
    </message>
    <message>
        <source>blocked</source>
        <translation>予約不可</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>休診</translation>
    </message>
    <message>
        <source>done</source>
        <translation>診察済</translation>
    </message>
    <message>
        <source>expected</source>
        <translation>来院前</translation>
    </message>
    <message>
        <source>free · %1 min fits</source>
        <translation>空き · %1 分入ります</translation>
    </message>
    <message>
        <source>free, %1 minutes</source>
        <translation>空き、%1 分</translation>
    </message>
    <message>
        <source>full</source>
        <translation>満枠</translation>
    </message>
    <message>
        <source>in room</source>
        <translation>入室</translation>
    </message>
    <message>
        <source>in the past</source>
        <translation>過去の時刻</translation>
    </message>
    <message>
        <source>kept for other visits</source>
        <translation>他の予約の専用枠</translation>
    </message>
    <message>
        <source>moving …</source>
        <translation>移動中…</translation>
    </message>
    <message>
        <source>no room or device is free</source>
        <translation>診察室・機器に空きなし</translation>
    </message>
    <message>
        <source>not for this type of visit</source>
        <translation>この予約種別は不可</translation>
    </message>
    <message>
        <source>out</source>
        <translation>不在</translation>
    </message>
    <message>
        <source>out %1</source>
        <translation>%1 から不在</translation>
    </message>
    <message>
        <source>outside of the hours</source>
        <translation>勤務時間外</translation>
    </message>
    <message>
        <source>overbooked</source>
        <translation>重複予約</translation>
    </message>
    <message>
        <source>taken</source>
        <translation>予約あり</translation>
    </message>
    <message>
        <source>the clinic is closed</source>
        <translation>休診</translation>
    </message>
    <message>
        <source>the patient has not agreed to this time yet</source>
        <translation>患者はまだこの時刻を承諾していません</translation>
    </message>
    <message>
        <source>walk-in</source>
        <translation>予約外</translation>
    </message>
    <message>
        <source>your booking</source>
        <translation>登録中の予約</translation>
    </message>
</context>
<context>
    <name>SecondScreen</name>
    <message>
        <source>Clinic Console: wall</source>
        <translation>Clinic Console：バイタル一覧</translation>
    </message>
</context>
<context>
    <name>Secret</name>
    <message>
        <source>Copied. It is taken off the clipboard in a minute.</source>
        <translation>コピーしました。1分後にクリップボードから消去します。</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完了</translation>
    </message>
    <message>
        <source>Shown this once and kept nowhere: write it down or copy it.</source>
        <translation>表示は今回限りで、どこにも保存されません。書き留めるかコピーしてください。</translation>
    </message>
    <message>
        <source>What is shown this once</source>
        <translation>今回だけ表示される内容</translation>
    </message>
</context>
<context>
    <name>Seen</name>
    <message>
        <source>Never</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>現在</translation>
    </message>
</context>
<context>
    <name>Sentences</name>
    <message>
        <source>%1 %2</source>
        <comment>one sentence, and the next</comment>
        <translation>%1 %2</translation>
    </message>
</context>
<context>
    <name>Sessions</name>
    <message>
        <source>%1 is signed in nowhere.</source>
        <translation>%1はどこにもサインインしていません。</translation>
    </message>
    <message>
        <source>%1 is signed out there</source>
        <translation>%1をサインアウトさせました</translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n件を選択</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n session(s) ended</source>
        <translation>
            <numerusform>%n件のセッションを終了しました</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n session(s) of %1 ended</source>
        <translation>
            <numerusform>%1のセッション%n件を終了しました</numerusform>
        </translation>
    </message>
    <message>
        <source>Address</source>
        <translation>アドレス</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>解除</translation>
    </message>
    <message>
        <source>End</source>
        <translation>終了</translation>
    </message>
    <message numerus="yes">
        <source>End %n session(s)? Who works there is signed out.</source>
        <translation>
            <numerusform>%n件のセッションを終了しますか。使用中の人はサインアウトされます。</numerusform>
        </translation>
    </message>
    <message>
        <source>End all</source>
        <translation>すべて終了</translation>
    </message>
    <message>
        <source>End all of this user</source>
        <translation>この利用者のセッションをすべて終了</translation>
    </message>
    <message>
        <source>End sessions</source>
        <translation>セッションを終了</translation>
    </message>
    <message>
        <source>End this session</source>
        <translation>このセッションを終了</translation>
    </message>
    <message>
        <source>Ends at the latest</source>
        <translation>最終期限</translation>
    </message>
    <message>
        <source>Everybody who is signed in at your clinics</source>
        <translation>あなたの医療機関でサインインしている全員</translation>
    </message>
    <message>
        <source>Last used</source>
        <translation>最終使用</translation>
    </message>
    <message>
        <source>Nobody is signed in</source>
        <translation>サインインしている人はいません</translation>
    </message>
    <message>
        <source>Only sessions of %1</source>
        <translation>%1のセッションのみ</translation>
    </message>
    <message>
        <source>Only your own session is selected: sign out instead.</source>
        <translation>自分のセッションだけが選択されています。サインアウトしてください。</translation>
    </message>
    <message>
        <source>PC</source>
        <translation>PC</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>セッション</translation>
    </message>
    <message>
        <source>Show everybody</source>
        <translation>全員を表示</translation>
    </message>
    <message>
        <source>Show only this user</source>
        <translation>この利用者のみ表示</translation>
    </message>
    <message>
        <source>Sign %1 out everywhere? What is not saved there is lost.</source>
        <translation>%1をすべてのPCでサインアウトさせますか。保存していない内容は失われます。</translation>
    </message>
    <message>
        <source>Sign %1 out there? What is not saved there is lost.</source>
        <translation>%1をサインアウトさせますか。保存していない内容は失われます。</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>開始</translation>
    </message>
    <message>
        <source>Somebody of another clinic</source>
        <translation>別の医療機関の利用者</translation>
    </message>
    <message>
        <source>This is the session of this console: sign out to end it.</source>
        <translation>このコンソールのセッションです。終了するにはサインアウトしてください。</translation>
    </message>
    <message>
        <source>Unknown PC</source>
        <translation>不明なPC</translation>
    </message>
    <message>
        <source>User</source>
        <translation>利用者</translation>
    </message>
    <message>
        <source>remembered</source>
        <translation>記憶あり</translation>
    </message>
    <message>
        <source>this one</source>
        <translation>このPC</translation>
    </message>
</context>
<context>
    <name>Shell</name>
    <message>
        <source>Admin</source>
        <translation>管理</translation>
    </message>
    <message>
        <source>Choose a password</source>
        <translation>パスワードを決める</translation>
    </message>
    <message>
        <source>Choose one of your own that nobody else has seen.</source>
        <translation>ほかの誰も見ていない、自分のパスワードを決めてください。</translation>
    </message>
    <message>
        <source>Desk</source>
        <translation>窓口</translation>
    </message>
    <message>
        <source>Patients</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>予約</translation>
    </message>
    <message>
        <source>Vitals</source>
        <translation>バイタル</translation>
    </message>
    <message>
        <source>Your password was made up for you.</source>
        <translation>現在のパスワードは自動的に作られたものです。</translation>
    </message>
</context>
<context>
    <name>Side</name>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>閉じる（Esc）</translation>
    </message>
</context>
<context>
    <name>SignIn</name>
    <message>
        <source>Asking the hub …</source>
        <translation>ハブに問い合わせています…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Caps Lock is on</source>
        <translation>Caps Lock がオンです</translation>
    </message>
    <message>
        <source>Certificate checked</source>
        <translation>証明書を確認済み</translation>
    </message>
    <message>
        <source>Certificate checked (%1)</source>
        <translation>証明書を確認済み（%1）</translation>
    </message>
    <message>
        <source>Change to dark colours</source>
        <translation>ダーク配色に変更</translation>
    </message>
    <message>
        <source>Change to light colours</source>
        <translation>ライト配色に変更</translation>
    </message>
    <message>
        <source>Check the address and the network of this PC, then try again.</source>
        <translation>アドレスとこの PC のネットワークを確認し、もう一度お試しください。</translation>
    </message>
    <message>
        <source>Clinic Console</source>
        <translation>Clinic Console</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>ダーク</translation>
    </message>
    <message>
        <source>Forget %1 on this PC</source>
        <translation>この PC から %1 を削除</translation>
    </message>
    <message>
        <source>Hide the password</source>
        <translation>パスワードを隠す</translation>
    </message>
    <message>
        <source>Kept in the Windows credential store only.</source>
        <translation>Windows 資格情報マネージャーにのみ保存されます。</translation>
    </message>
    <message>
        <source>Kept in the macOS Keychain only.</source>
        <translation>macOS のキーチェーンにのみ保存されます。</translation>
    </message>
    <message>
        <source>Kept in the system&apos;s keyring only.</source>
        <translation>システムのキーリングにのみ保存されます。</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>ライト</translation>
    </message>
    <message>
        <source>Nobody yet. People whom this PC may remember stand here.</source>
        <translation>まだ誰もいません。この PC に記憶を許可したユーザーがここに表示されます。</translation>
    </message>
    <message>
        <source>On this PC</source>
        <translation>この PC のユーザー</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>パスワード</translation>
    </message>
    <message>
        <source>Remember me on this PC</source>
        <translation>この PC にサインイン情報を記憶する</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>サーバー</translation>
    </message>
    <message>
        <source>Show the password</source>
        <translation>パスワードを表示</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>サインイン</translation>
    </message>
    <message>
        <source>Sign in as %1, %2</source>
        <translation>%1（%2）としてサインイン</translation>
    </message>
    <message>
        <source>Signing in …</source>
        <translation>サインインしています …</translation>
    </message>
    <message>
        <source>Still asking the hub … %1 s</source>
        <translation>サーバーに問い合わせ中 … %1 秒</translation>
    </message>
    <message>
        <source>The hub answers in %1 ms</source>
        <translation>サーバーの応答時間 %1 ms</translation>
    </message>
    <message>
        <source>The hub is on this PC: no certificate is needed</source>
        <translation>この PC 上のサーバー：証明書は不要</translation>
    </message>
    <message>
        <source>This is a shared station: nobody is remembered.</source>
        <translation>共用端末のため、ユーザーは記憶されません。</translation>
    </message>
    <message>
        <source>Too many attempts. You can try again in %1 s, at %2.</source>
        <translation>試行回数が多すぎます。%1 秒後（%2）に再試行できます。</translation>
    </message>
    <message>
        <source>User</source>
        <translation>利用者</translation>
    </message>
    <message>
        <source>You can try again now.</source>
        <translation>再試行できます。</translation>
    </message>
    <message>
        <source>You stay signed in for this session only.</source>
        <translation>サインインはこのセッションのみ有効です。</translation>
    </message>
</context>
<context>
    <name>Station</name>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>%1 added</source>
        <translation>%1 を追加しました</translation>
    </message>
    <message>
        <source>%1 changed</source>
        <translation>%1を変更しました</translation>
    </message>
    <message>
        <source>%1 removed</source>
        <translation>%1 を削除しました</translation>
    </message>
    <message numerus="yes">
        <source>%n screen(s) found.</source>
        <translation>
            <numerusform>画面が %n 台あります。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n ward(s) watched.</source>
        <translation>
            <numerusform>%n 病棟を監視中。</numerusform>
        </translation>
    </message>
    <message>
        <source>A file of certificates (PEM) that hubs may be signed by, besides those that this PC trusts. Holds from the next sign-in.</source>
        <translation>このPCが信頼する認証局に加えて、ハブの署名を認める証明書（PEM）のファイルです。次のサインインから有効です。</translation>
    </message>
    <message numerus="yes">
        <source>After %n minute(s)</source>
        <translation>
            <numerusform>%n分後</numerusform>
        </translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>システムに合わせる</translation>
    </message>
    <message>
        <source>Authorities of the clinic&apos;s own</source>
        <translation>医療機関独自の認証局</translation>
    </message>
    <message>
        <source>Bed 12 · 田中 由紀 Tanaka Yuki · HR 78</source>
        <translation>ベッド 12 · 田中 由紀 Tanaka Yuki · HR 78</translation>
    </message>
    <message>
        <source>Bed order</source>
        <translation>ベッド順</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>配色</translation>
    </message>
    <message>
        <source>Comfortable</source>
        <translation>標準</translation>
    </message>
    <message>
        <source>Compact</source>
        <translation>コンパクト</translation>
    </message>
    <message>
        <source>Compact shows more rows at once.</source>
        <translation>コンパクトでは一度に多くの行を表示します。</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>ダーク</translation>
    </message>
    <message>
        <source>Hubs</source>
        <translation>サーバー</translation>
    </message>
    <message>
        <source>Hubs are signed by authorities that this PC trusts</source>
        <translation>ハブの署名は、このPCが信頼する認証局によるものを認めます</translation>
    </message>
    <message>
        <source>Hubs may be signed by the authorities in %1</source>
        <translation>%1の認証局によるハブの署名も認めます</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>言語</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>ライト</translation>
    </message>
    <message>
        <source>Locks when nobody uses it</source>
        <translation>操作がないときにロック</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>外観</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>Order of the beds</source>
        <translation>ベッドの並び順</translation>
    </message>
    <message>
        <source>Privacy mode</source>
        <translation>プライバシーモード</translation>
    </message>
    <message>
        <source>Privacy mode is off: names are shown</source>
        <translation>プライバシーモードをオフにしました：患者名を表示します</translation>
    </message>
    <message>
        <source>Privacy mode: initials instead of names</source>
        <translation>プライバシーモード：患者名の代わりにイニシャルを表示します</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>Sample of the text size</source>
        <translation>文字サイズの見本</translation>
    </message>
    <message>
        <source>Settings of this PC</source>
        <translation>この PC の設定</translation>
    </message>
    <message>
        <source>Several people use this PC: nobody is remembered on it, each signs in with a password.</source>
        <translation>複数の人がこの PC を使用します：ユーザーは記憶されず、各自がパスワードでサインインします。</translation>
    </message>
    <message>
        <source>Shared station</source>
        <translation>共用端末</translation>
    </message>
    <message numerus="yes">
        <source>Shared station: %n person(s) forgotten</source>
        <translation>
            <numerusform>共用端末：%n 人のサインイン情報を消去しました</numerusform>
        </translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>文字サイズ</translation>
    </message>
    <message>
        <source>Text size %1 %</source>
        <translation>文字サイズ %1 %</translation>
    </message>
    <message>
        <source>Texts, dates and times</source>
        <translation>文章・日付・時刻</translation>
    </message>
    <message>
        <source>The largest ward is watched.</source>
        <translation>最も大きい病棟を監視中。</translation>
    </message>
    <message>
        <source>The wall goes to a second one as soon as it is there.</source>
        <translation>2 台目の画面を接続すると、バイタル一覧がそこに表示されます。</translation>
    </message>
    <message>
        <source>The wall stands on a second screen too</source>
        <translation>バイタル一覧を 2 台目の画面にも表示しました</translation>
    </message>
    <message>
        <source>The wall stands on one screen</source>
        <translation>バイタル一覧を 1 台の画面に表示しています</translation>
    </message>
    <message>
        <source>The wall stays in sight. Everything else needs the PIN or password of who is signed in.</source>
        <translation>一覧画面は表示されたままです。それ以外にはサインイン中の人のPINまたはパスワードが必要です。</translation>
    </message>
    <message>
        <source>This PC</source>
        <translation>この PC</translation>
    </message>
    <message>
        <source>This PC does not lock by itself</source>
        <translation>このPCは自動的にロックしません</translation>
    </message>
    <message>
        <source>This PC has no name</source>
        <translation>この PC には名前がありません</translation>
    </message>
    <message>
        <source>This PC is called %1</source>
        <translation>この PC の名前は %1 です</translation>
    </message>
    <message>
        <source>This PC is not shared: people can be remembered on it</source>
        <translation>この PC は共用端末ではありません：サインイン情報を記憶できます</translation>
    </message>
    <message numerus="yes">
        <source>This PC locks after %n minute(s)</source>
        <translation>
            <numerusform>このPCは%n分後にロックします</numerusform>
        </translation>
    </message>
    <message>
        <source>Tiles show bed and initials instead of names. For walls that the public can see.</source>
        <translation>患者名の代わりにベッドとイニシャルを表示します。一般の人の目に触れる画面で使用してください。</translation>
    </message>
    <message numerus="yes">
        <source>Turning it on forgets %n person(s) remembered here.</source>
        <translation>
            <numerusform>オンにすると、記憶されている %n 人のサインイン情報を消去します。</numerusform>
        </translation>
    </message>
    <message>
        <source>Wall</source>
        <translation>バイタル一覧</translation>
    </message>
    <message>
        <source>Wall on a second screen</source>
        <translation>2 台目の画面にバイタル一覧を表示</translation>
    </message>
    <message>
        <source>Wards are chosen on the wall, by the name at the top.</source>
        <translation>病棟はバイタル一覧の上部の病棟名から選択します。</translation>
    </message>
    <message>
        <source>Watched here: %1.</source>
        <translation>この PC で監視中：%1。</translation>
    </message>
    <message>
        <source>What people call this PC, such as Nurse station 3 East.</source>
        <translation>この PC の呼び名（例：3 東ナースステーション）</translation>
    </message>
    <message>
        <source>Worst first</source>
        <translation>アラーム優先</translation>
    </message>
    <message>
        <source>Worst first puts beds with alarms in front, and re-sorts only when an alarm changes.</source>
        <translation>アラーム優先では、アラーム中のベッドを先頭に並べ、アラームが変わったときだけ並べ替えます。</translation>
    </message>
</context>
<context>
    <name>Stations</name>
    <message>
        <source>%1 is removed from the list</source>
        <translation>%1を一覧から削除しました</translation>
    </message>
    <message>
        <source>%1 is signed out at once, and has to sign in again.</source>
        <translation>%1はただちにサインアウトされ、再びサインインが必要です。</translation>
    </message>
    <message>
        <source>%1 stands in %2 now</source>
        <translation>%1を%2へ移動しました</translation>
    </message>
    <message>
        <source>%1, older</source>
        <translation>%1、古い版</translation>
    </message>
    <message>
        <source>%1, older than this console (%2)</source>
        <translation>%1、このコンソール（%2）より古い版</translation>
    </message>
    <message numerus="yes">
        <source>%n session(s) ended at %1</source>
        <translation>
            <numerusform>%1で%n件のセッションを終了しました</numerusform>
        </translation>
    </message>
    <message>
        <source>, </source>
        <comment>between two names</comment>
        <translation>、</translation>
    </message>
    <message>
        <source>A PC stands here once somebody has signed in with its console.</source>
        <translation>コンソールで誰かがサインインしたPCがここに表示されます。</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>アドレス</translation>
    </message>
    <message>
        <source>Another clinic</source>
        <translation>別の医療機関</translation>
    </message>
    <message>
        <source>Clinic</source>
        <translation>医療機関</translation>
    </message>
    <message>
        <source>It can be removed from the list once nobody is signed in.</source>
        <translation>サインインしている人がいなくなれば、一覧から削除できます。</translation>
    </message>
    <message>
        <source>It is gone from this list, for a PC that is not used any more. It comes back when somebody signs in there.</source>
        <translation>使われなくなったPCを一覧から消します。誰かがサインインすると再び表示されます。</translation>
    </message>
    <message>
        <source>Last seen</source>
        <translation>最終接続</translation>
    </message>
    <message>
        <source>Look for another name, address or person.</source>
        <translation>別の名前、アドレス、人で探してください。</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>移動</translation>
    </message>
    <message>
        <source>Name, address or person</source>
        <translation>名前、アドレス、人</translation>
    </message>
    <message>
        <source>No</source>
        <translation>いいえ</translation>
    </message>
    <message>
        <source>No PC fits</source>
        <translation>該当するPCがありません</translation>
    </message>
    <message>
        <source>No PC is known yet</source>
        <translation>PCはまだありません</translation>
    </message>
    <message>
        <source>Nobody</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>Nobody is signed in.</source>
        <translation>サインインしている人はいません。</translation>
    </message>
    <message>
        <source>PC</source>
        <translation>PC</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>%1を削除</translation>
    </message>
    <message>
        <source>Remove from the list …</source>
        <translation>一覧から削除…</translation>
    </message>
    <message>
        <source>Shared</source>
        <translation>共用</translation>
    </message>
    <message>
        <source>Show all PCs</source>
        <translation>すべてのPCを表示</translation>
    </message>
    <message>
        <source>Sign everybody out</source>
        <translation>全員をサインアウト</translation>
    </message>
    <message>
        <source>Sign everybody out …</source>
        <translation>全員をサインアウト…</translation>
    </message>
    <message>
        <source>Signed in</source>
        <translation>サインイン</translation>
    </message>
    <message>
        <source>Somebody is signed in there. Sign everybody out first.</source>
        <translation>サインインしている人がいます。先に全員をサインアウトさせてください。</translation>
    </message>
    <message>
        <source>Somebody of another clinic</source>
        <translation>別の医療機関の利用者</translation>
    </message>
    <message>
        <source>Stations</source>
        <translation>PC</translation>
    </message>
    <message>
        <source>The PC that you sit at</source>
        <translation>使用中のPC</translation>
    </message>
    <message>
        <source>They are signed out at once, and have to sign in again: %1.</source>
        <translation>次の人はただちにサインアウトされ、再びサインインが必要です： %1。</translation>
    </message>
    <message>
        <source>This PC in the list</source>
        <translation>一覧でのこのPC</translation>
    </message>
    <message>
        <source>This is the PC that you sit at: you are signed out too.</source>
        <translation>使用中のPCです。あなたもサインアウトされます。</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>バージョン</translation>
    </message>
    <message>
        <source>What somebody is typing there is lost.</source>
        <translation>そこで入力中の内容は失われます。</translation>
    </message>
    <message>
        <source>Yes: nobody is remembered on it</source>
        <translation>はい（誰も記憶しません）</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>ほか%n人</numerusform>
        </translation>
    </message>
    <message>
        <source>shared</source>
        <translation>共用</translation>
    </message>
    <message>
        <source>this PC</source>
        <translation>このPC</translation>
    </message>
</context>
<context>
    <name>Strip</name>
    <message>
        <source>%1.</source>
        <translation>%1。</translation>
    </message>
    <message>
        <source>All numbers below are old.</source>
        <translation>以下の数値はすべて古い値です。</translation>
    </message>
    <message>
        <source>Bedside monitor alarm: bed %1</source>
        <translation>ベッドサイドモニタのアラーム：ベッド %1</translation>
    </message>
    <message>
        <source>Bedside monitor alarms: beds %1</source>
        <translation>ベッドサイドモニタのアラーム：ベッド %1</translation>
    </message>
    <message>
        <source>Check names at the bedside: the list is %1 old.</source>
        <translation>ベッドサイドで氏名を確認してください：一覧は %1 前のものです。</translation>
    </message>
    <message>
        <source>NOT MONITORED</source>
        <translation>監視停止中</translation>
    </message>
    <message>
        <source>No monitor gives an alarm. This console does not judge limits itself yet.</source>
        <translation>アラームを出しているモニタはありません。このコンソール自体はまだ上下限を判定しません。</translation>
    </message>
    <message>
        <source>No word from the hub since %1.</source>
        <translation>%1 からサーバーの応答がありません。</translation>
    </message>
    <message>
        <source>No word from the hub.</source>
        <translation>サーバーの応答がありません。</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>今すぐ再試行</translation>
    </message>
    <message>
        <source>Try to connect now</source>
        <translation>今すぐ再接続</translation>
    </message>
    <message>
        <source>Trying again in %1 s</source>
        <translation>%1 秒後に再接続</translation>
    </message>
    <message>
        <source>Watch the bedside monitors.</source>
        <translation>ベッドサイドモニタを確認してください。</translation>
    </message>
    <message>
        <source>Watch the bedside monitors. This screen is broken: restart the console.</source>
        <translation>ベッドサイドモニタを確認してください。この画面は正しく更新されていません。コンソールを再起動してください。</translation>
    </message>
    <message>
        <source>Who lies in which bed may have changed: the list is %1 old. Check names at the bedside.</source>
        <translation>患者とベッドの対応が変わっている可能性があります：一覧は %1 前のものです。ベッドサイドで氏名を確認してください。</translation>
    </message>
    <message>
        <source>Your session has ended. Watch the bedside monitors; sign in again.</source>
        <translation>セッションが終了しました。ベッドサイドモニタを確認し、サインインし直してください。</translation>
    </message>
</context>
<context>
    <name>Table</name>
    <message numerus="yes">
        <source>%n gone</source>
        <translation>
            <numerusform>削除%n件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new</source>
        <translation>
            <numerusform>新着%n件</numerusform>
        </translation>
    </message>
    <message>
        <source>Shown as it was %1 ago.</source>
        <translation>%1前の内容を表示しています。</translation>
    </message>
    <message>
        <source>Shows the list as it is now: rows come and go.</source>
        <translation>現在の一覧を表示します。行が増減します。</translation>
    </message>
    <message>
        <source>The first %1 are shown. Narrow the list down to see others.</source>
        <translation>先頭の%1件を表示しています。ほかを見るには絞り込んでください。</translation>
    </message>
    <message>
        <source>This is not for your role</source>
        <translation>あなたの役割では使えません</translation>
    </message>
    <message>
        <source>Your role may have been changed. Ask your administrator.</source>
        <translation>役割が変更された可能性があります。管理者に確認してください。</translation>
    </message>
</context>
<context>
    <name>Tile</name>
    <message>
        <source>%1 HIGH</source>
        <comment>a value above its limit</comment>
        <translation>%1 高値</translation>
    </message>
    <message>
        <source>%1 LOW</source>
        <comment>a value below its limit</comment>
        <translation>%1 低値</translation>
    </message>
    <message>
        <source>%1 alarm off</source>
        <translation>%1 アラームオフ</translation>
    </message>
    <message>
        <source>%1 ended</source>
        <comment>a priority</comment>
        <translation>%1 終了</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1秒</translation>
    </message>
    <message>
        <source>%1 until %2</source>
        <comment>what is off, time</comment>
        <translation>%1 (%2 まで)</translation>
    </message>
    <message>
        <source>%1 was %2 at %3</source>
        <comment>parameter, value, time</comment>
        <translation>%3 に %1 %2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a state, and its reason</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>(limit %1)</source>
        <translation>(設定値 %1)</translation>
    </message>
    <message>
        <source>Cannot be shown. Watch the bedside monitor.</source>
        <translation>表示できません。ベッドサイドモニタを確認してください。</translation>
    </message>
    <message>
        <source>Empty</source>
        <translation>空床</translation>
    </message>
    <message>
        <source>F</source>
        <translation>女</translation>
    </message>
    <message>
        <source>HIGH</source>
        <comment>priority of an alarm</comment>
        <translation>高優先</translation>
    </message>
    <message>
        <source>LOW</source>
        <comment>priority of an alarm</comment>
        <translation>低優先</translation>
    </message>
    <message>
        <source>M</source>
        <translation>男</translation>
    </message>
    <message>
        <source>MEDIUM</source>
        <comment>priority of an alarm</comment>
        <translation>中優先</translation>
    </message>
    <message>
        <source>Monitor last heard %1</source>
        <translation>モニタ最終受信 %1</translation>
    </message>
    <message>
        <source>Monitor: %1</source>
        <translation>モニタ：%1</translation>
    </message>
    <message>
        <source>No monitor</source>
        <translation>モニタなし</translation>
    </message>
    <message>
        <source>Restricted</source>
        <translation>閲覧制限</translation>
    </message>
    <message>
        <source>Standby</source>
        <translation>スタンバイ</translation>
    </message>
    <message>
        <source>T</source>
        <translation>体温</translation>
    </message>
    <message>
        <source>Unidentified</source>
        <translation>未確認</translation>
    </message>
    <message>
        <source>Unidentified patient</source>
        <translation>患者未確認</translation>
    </message>
    <message>
        <source>X</source>
        <translation>他</translation>
    </message>
    <message>
        <source>ack %1 %2</source>
        <comment>acknowledged by, at</comment>
        <translation>確認済 %1 %2</translation>
    </message>
    <message>
        <source>alarms off</source>
        <translation>アラームオフ</translation>
    </message>
    <message>
        <source>audio paused %1</source>
        <translation>アラーム音一時停止 %1</translation>
    </message>
    <message>
        <source>back at %1</source>
        <translation>%1 再開予定</translation>
    </message>
    <message>
        <source>battery %1 %</source>
        <translation>バッテリ %1 %</translation>
    </message>
    <message>
        <source>last %1</source>
        <translation>最終 %1</translation>
    </message>
    <message>
        <source>leads off</source>
        <translation>電極外れ</translation>
    </message>
    <message>
        <source>monitor&apos;s alarm</source>
        <translation>モニタのアラーム</translation>
    </message>
    <message>
        <source>monitor&apos;s audio paused %1</source>
        <translation>モニタのアラーム音一時停止 %1</translation>
    </message>
    <message>
        <source>monitor&apos;s clock %1</source>
        <translation>モニタの時計 %1</translation>
    </message>
    <message>
        <source>no data</source>
        <translation>データなし</translation>
    </message>
    <message>
        <source>not recorded</source>
        <translation>未記録</translation>
    </message>
    <message>
        <source>searching</source>
        <translation>検出中</translation>
    </message>
    <message>
        <source>sensor off</source>
        <translation>センサ外れ</translation>
    </message>
    <message>
        <source>was %1</source>
        <translation>直前 %1</translation>
    </message>
    <message>
        <source>was due back %1</source>
        <translation>再開予定 %1 を超過</translation>
    </message>
</context>
<context>
    <name>Toasts</name>
    <message>
        <source>Close this message</source>
        <translation>このメッセージを閉じる</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>メッセージ</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>元に戻す</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Connection: %1</source>
        <translation>接続：%1</translation>
    </message>
    <message>
        <source>Dark colours</source>
        <translation>ダーク配色</translation>
    </message>
    <message>
        <source>Light colours</source>
        <translation>ライト配色</translation>
    </message>
    <message>
        <source>Search beds, screens and actions (Ctrl+K)</source>
        <translation>ベッド・画面・操作を検索（Ctrl+K）</translation>
    </message>
    <message>
        <source>Search beds, screens, actions …</source>
        <translation>ベッド・画面・操作を検索 …</translation>
    </message>
    <message>
        <source>Search patients, beds, actions …</source>
        <translation>患者・ベッド・操作を検索 …</translation>
    </message>
    <message>
        <source>Search patients, beds, screens and actions (Ctrl+K)</source>
        <translation>患者・ベッド・画面・操作を検索 （Ctrl+K）</translation>
    </message>
    <message>
        <source>Search patients, screens and actions (Ctrl+K)</source>
        <translation>患者・画面・操作を検索 （Ctrl+K）</translation>
    </message>
    <message>
        <source>Search patients, screens, actions …</source>
        <translation>患者・画面・操作を検索 …</translation>
    </message>
    <message>
        <source>Search …</source>
        <translation>検索 …</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>サインアウト</translation>
    </message>
    <message>
        <source>Signed in: %1</source>
        <translation>サインイン中：%1</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>接続中</translation>
    </message>
    <message>
        <source>delayed</source>
        <translation>遅延</translation>
    </message>
    <message>
        <source>delayed %1 s</source>
        <translation>遅延 %1 秒</translation>
    </message>
    <message>
        <source>live</source>
        <translation>受信中</translation>
    </message>
    <message>
        <source>live %1 ms</source>
        <translation>受信中 %1 ms</translation>
    </message>
    <message>
        <source>not monitored</source>
        <translation>監視停止中</translation>
    </message>
    <message>
        <source>received anew</source>
        <translation>再受信済み</translation>
    </message>
</context>
<context>
    <name>Trends</name>
    <message>
        <source>%1 ahead, corrected</source>
        <translation>%1 進み (補正済み)</translation>
    </message>
    <message>
        <source>%1 behind, corrected</source>
        <translation>%1 遅れ (補正済み)</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 時間</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1時間%2分</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1秒</translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>他 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>Back to the wall</source>
        <translation>バイタル一覧に戻る</translation>
    </message>
    <message>
        <source>Bed %1</source>
        <translation>ベッド %1</translation>
    </message>
    <message>
        <source>Blood pressure by cuff</source>
        <translation>非観血血圧</translation>
    </message>
    <message>
        <source>Break the glass: with a reason, and on the record</source>
        <translation>緊急アクセス： 理由が必要で、記録されます</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>患者情報</translation>
    </message>
    <message>
        <source>Drag or wheel: zoom · double-click or 0: whole span · ← → with Shift: cross-hair</source>
        <translation>ドラッグまたはホイール：拡大 · ダブルクリックまたは 0：全期間 · Shift+← →：カーソル線</translation>
    </message>
    <message>
        <source>Its audio paused</source>
        <translation>アラーム音一時停止</translation>
    </message>
    <message>
        <source>Its clock</source>
        <translation>時計</translation>
    </message>
    <message>
        <source>Key %1</source>
        <translation>%1 キー</translation>
    </message>
    <message>
        <source>Last word</source>
        <translation>最終受信</translation>
    </message>
    <message>
        <source>Left and right arrow move the cross-hair</source>
        <translation>左右の矢印キーでカーソル線を移動</translation>
    </message>
    <message>
        <source>Limits %1</source>
        <translation>アラーム設定値 %1</translation>
    </message>
    <message>
        <source>Live values go on; older ones are as they were last known.</source>
        <translation>現在値は更新中です。過去の値は最後に取得した時点のものです。</translation>
    </message>
    <message>
        <source>MRN %1</source>
        <translation>MRN %1</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>機種</translation>
    </message>
    <message>
        <source>Monitor</source>
        <translation>モニタ</translation>
    </message>
    <message>
        <source>Monitor&apos;s own alarms</source>
        <translation>モニタ側のアラーム</translation>
    </message>
    <message>
        <source>Next bed</source>
        <translation>次のベッド</translation>
    </message>
    <message>
        <source>No data from this monitor for %1.</source>
        <translation>このモニタからのデータが %1 途絶えています。</translation>
    </message>
    <message>
        <source>No monitor stands at this bed</source>
        <translation>このベッドにはモニタがありません</translation>
    </message>
    <message>
        <source>No more</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>No readings in the last %1</source>
        <translation>過去 %1 の測定値はありません</translation>
    </message>
    <message>
        <source>Not monitored for %1.</source>
        <translation>監視停止 %1。</translation>
    </message>
    <message>
        <source>Open chart …</source>
        <translation>カルテを開く…</translation>
    </message>
    <message>
        <source>Power</source>
        <translation>電源</translation>
    </message>
    <message>
        <source>Present values</source>
        <translation>現在値</translation>
    </message>
    <message>
        <source>Previous bed</source>
        <translation>前のベッド</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>記録</translation>
    </message>
    <message>
        <source>Span</source>
        <translation>表示期間</translation>
    </message>
    <message>
        <source>Standby</source>
        <translation>スタンバイ</translation>
    </message>
    <message>
        <source>The patient&apos;s card</source>
        <translation>患者情報</translation>
    </message>
    <message>
        <source>This bed is no longer in the ward.</source>
        <translation>このベッドは病棟にありません。</translation>
    </message>
    <message>
        <source>Trend chart</source>
        <translation>トレンドグラフ</translation>
    </message>
    <message>
        <source>Trends</source>
        <translation>トレンド</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Wall</source>
        <translation>バイタル一覧</translation>
    </message>
    <message>
        <source>What is shown is what was known then.</source>
        <translation>表示は当時の情報です。</translation>
    </message>
    <message>
        <source>What the monitor measures appears here by itself.</source>
        <translation>モニタの測定値は自動的にここに表示されます。</translation>
    </message>
    <message>
        <source>Whole span</source>
        <translation>全期間</translation>
    </message>
    <message>
        <source>a point is %1: line = mean, band = lowest to highest</source>
        <translation>1 点 = %1：線 = 平均、帯 = 最低～最高</translation>
    </message>
    <message>
        <source>as of then</source>
        <translation>受信時点</translation>
    </message>
    <message>
        <source>back at %1</source>
        <translation>%1 再開予定</translation>
    </message>
    <message>
        <source>battery</source>
        <translation>バッテリ</translation>
    </message>
    <message>
        <source>battery %1 %</source>
        <translation>バッテリ %1 %</translation>
    </message>
    <message>
        <source>before this patient</source>
        <translation>この患者の入床前</translation>
    </message>
    <message>
        <source>late</source>
        <translation>遅延</translation>
    </message>
    <message>
        <source>live</source>
        <translation>受信中</translation>
    </message>
    <message>
        <source>mains</source>
        <translation>AC 電源</translation>
    </message>
    <message>
        <source>no data</source>
        <translation>データなし</translation>
    </message>
    <message>
        <source>no data %1</source>
        <translation>データなし %1</translation>
    </message>
    <message>
        <source>none</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>not heard</source>
        <translation>受信なし</translation>
    </message>
    <message>
        <source>not recorded</source>
        <translation>未記録</translation>
    </message>
    <message>
        <source>now %1</source>
        <translation>現在 %1</translation>
    </message>
    <message>
        <source>on</source>
        <translation>記録中</translation>
    </message>
    <message>
        <source>right</source>
        <translation>正確</translation>
    </message>
    <message>
        <source>searching</source>
        <translation>検出中</translation>
    </message>
    <message>
        <source>sensor off</source>
        <translation>センサ外れ</translation>
    </message>
    <message>
        <source>silent %1</source>
        <translation>無通信 %1</translation>
    </message>
    <message>
        <source>underlined = arrived late</source>
        <translation>下線 = 遅れて受信</translation>
    </message>
</context>
<context>
    <name>Unavailable</name>
    <message>
        <source>%1 %2</source>
        <comment>a day, a time</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1 d</source>
        <comment>days, with their sign</comment>
        <translation>%1 日</translation>
    </message>
    <message>
        <source>%1 h</source>
        <comment>hours and minutes</comment>
        <translation>%1 時間</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <comment>two times</comment>
        <translation>%1～%2</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) ahead</source>
        <translation>
            <numerusform>%n 日先まで</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left to a clinician: the visits stay as they are.</source>
        <translation>
            <numerusform>%n 件は医療者に一任します。予約はそのまま残ります。</numerusform>
        </translation>
    </message>
    <message>
        <source>, </source>
        <comment>between what a button does</comment>
        <translation>、</translation>
    </message>
    <message>
        <source>24:00</source>
        <translation>24:00</translation>
    </message>
    <message>
        <source>A new plan is being made.</source>
        <translation>新しい案を作成中です。</translation>
    </message>
    <message>
        <source>After this change</source>
        <translation>変更後</translation>
    </message>
    <message>
        <source>Agreed</source>
        <translation>承諾</translation>
    </message>
    <message>
        <source>All</source>
        <translation>すべて</translation>
    </message>
    <message>
        <source>Another time</source>
        <translation>別の時刻</translation>
    </message>
    <message>
        <source>As it was proposed</source>
        <translation>提案どおり</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>戻る</translation>
    </message>
    <message>
        <source>Being done. It is asked again until the hub has answered.</source>
        <translation>処理中です。サーバーが応答するまで再送します。</translation>
    </message>
    <message>
        <source>C: cancel</source>
        <translation>C：取消</translation>
    </message>
    <message>
        <source>Call lists</source>
        <translation>連絡リスト</translation>
    </message>
    <message>
        <source>Can be undone while nobody has touched a row.</source>
        <translation>誰も変更しないうちは元に戻せます。</translation>
    </message>
    <message>
        <source>Cancel the visit</source>
        <translation>予約を取り消す</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Choose a doctor</source>
        <translation>医師を選択</translation>
    </message>
    <message>
        <source>Declined</source>
        <translation>辞退</translation>
    </message>
    <message>
        <source>Delay</source>
        <translation>遅れ</translation>
    </message>
    <message>
        <source>Doctor unavailable</source>
        <translation>医師不在</translation>
    </message>
    <message>
        <source>Edited</source>
        <translation>手動変更</translation>
    </message>
    <message>
        <source>Enter: three nearest times</source>
        <translation>Enter：近い時刻 3 件</translation>
    </message>
    <message>
        <source>From day</source>
        <translation>開始日</translation>
    </message>
    <message>
        <source>From time</source>
        <translation>開始時刻</translation>
    </message>
    <message>
        <source>Held back</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>How far ahead to look for other times</source>
        <translation>何日先まで空きを探すか</translation>
    </message>
    <message numerus="yes">
        <source>In other clinics %n visits fall into this time: they stay.</source>
        <translation>
            <numerusform>ほかの診療所の予約 %n 件もこの時間にありますが、そのまま残ります。</numerusform>
        </translation>
    </message>
    <message>
        <source>Is here now</source>
        <translation>来院中</translation>
    </message>
    <message>
        <source>It needs the rights to set leave and to book. Ask your administrator.</source>
        <translation>休暇の設定と予約の権限が必要です。システム管理者に相談してください。</translation>
    </message>
    <message>
        <source>L: to a clinician</source>
        <translation>L：医療者に一任</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>別の日</translation>
    </message>
    <message>
        <source>Leave to a clinician</source>
        <translation>医療者に一任</translation>
    </message>
    <message>
        <source>Left to a clinician</source>
        <translation>医療者に一任</translation>
    </message>
    <message>
        <source>Look at it</source>
        <translation>確認する</translation>
    </message>
    <message>
        <source>Look at these %1</source>
        <translation>要確認 %1 件</translation>
    </message>
    <message>
        <source>Looking for free times …</source>
        <translation>空きを探しています…</translation>
    </message>
    <message>
        <source>Making a plan …</source>
        <translation>案を作成中…</translation>
    </message>
    <message>
        <source>Median delay</source>
        <translation>遅れの中央値</translation>
    </message>
    <message>
        <source>Message left</source>
        <translation>伝言済</translation>
    </message>
    <message>
        <source>Moved</source>
        <translation>変更済</translation>
    </message>
    <message>
        <source>Moved since</source>
        <translation>その後に変更</translation>
    </message>
    <message>
        <source>Name not shown</source>
        <translation>氏名は非表示</translation>
    </message>
    <message>
        <source>Nearest free times</source>
        <translation>近い空き時刻</translation>
    </message>
    <message>
        <source>Next day or later</source>
        <translation>翌日以降</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>応答なし</translation>
    </message>
    <message>
        <source>No connection: what was chosen waits here.</source>
        <translation>接続がありません。選択した内容はここに残ります。</translation>
    </message>
    <message>
        <source>No free time</source>
        <translation>空きなし</translation>
    </message>
    <message>
        <source>No visit is booked then. The hours can still be taken away.</source>
        <translation>この時間に予約はありません。勤務時間だけを外すことができます。</translation>
    </message>
    <message>
        <source>Nobody is affected</source>
        <translation>影響を受ける予約はありません</translation>
    </message>
    <message>
        <source>Not allowed</source>
        <translation>権限なし</translation>
    </message>
    <message>
        <source>Not called yet</source>
        <translation>未連絡</translation>
    </message>
    <message>
        <source>Not moved</source>
        <translation>変更できず</translation>
    </message>
    <message>
        <source>Not there any more</source>
        <translation>もうありません</translation>
    </message>
    <message>
        <source>Nothing else is free in these days.</source>
        <translation>この期間にほかの空きはありません。</translation>
    </message>
    <message>
        <source>Nothing is proposed here. Enter: other times, W: waitlist.</source>
        <translation>提案はありません。Enter：別の時刻、W：待機リスト。</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>現在</translation>
    </message>
    <message>
        <source>Own visit near</source>
        <translation>本人の別予約が近い</translation>
    </message>
    <message>
        <source>P: patient</source>
        <translation>P：患者</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>Planning an absence is not for your role in this clinic</source>
        <translation>この診療所でのあなたの役割では不在を登録できません</translation>
    </message>
    <message>
        <source>Preview of %1 · nothing is changed yet</source>
        <translation>%1 時点の案 · まだ何も変更していません</translation>
    </message>
    <message>
        <source>Propose again</source>
        <translation>案を作り直す</translation>
    </message>
    <message>
        <source>Proposed</source>
        <translation>提案</translation>
    </message>
    <message>
        <source>Put on the waitlist</source>
        <translation>待機リストへ</translation>
    </message>
    <message>
        <source>R: as proposed</source>
        <translation>R：提案どおり</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Restricted</source>
        <translation>閲覧制限</translation>
    </message>
    <message>
        <source>Same day</source>
        <translation>同日</translation>
    </message>
    <message>
        <source>Some of these times may be taken by now.</source>
        <translation>一部の枠はすでに埋まっている可能性があります。</translation>
    </message>
    <message>
        <source>Space: leave out</source>
        <translation>Space：対象外</translation>
    </message>
    <message>
        <source>Take the hours away</source>
        <translation>勤務時間を外す</translation>
    </message>
    <message>
        <source>Take the hours away, leave %1</source>
        <translation>勤務時間を外し、%1 件を残す</translation>
    </message>
    <message>
        <source>The plan below is the one before.</source>
        <translation>下は前回の案です。</translation>
    </message>
    <message>
        <source>Then each visit stands here with a proposal. Nothing is changed until you agree.</source>
        <translation>各予約と振替案がここに表示されます。承認するまで何も変更しません。</translation>
    </message>
    <message>
        <source>These are the first %1 visits: do the others afterwards.</source>
        <translation>最初の %1 件です。残りはこのあとに処理してください。</translation>
    </message>
    <message>
        <source>This plan is some minutes old.</source>
        <translation>この案は数分前のものです。</translation>
    </message>
    <message>
        <source>To day</source>
        <translation>終了日</translation>
    </message>
    <message>
        <source>To look at</source>
        <translation>要確認</translation>
    </message>
    <message>
        <source>To the waitlist</source>
        <translation>待機リストへ</translation>
    </message>
    <message>
        <source>To time</source>
        <translation>終了時刻</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Two at one time</source>
        <translation>同じ時刻に 2 件</translation>
    </message>
    <message>
        <source>Urgent, and late</source>
        <translation>緊急で遅れあり</translation>
    </message>
    <message>
        <source>Visits that are affected</source>
        <translation>影響を受ける予約</translation>
    </message>
    <message>
        <source>W: waitlist</source>
        <translation>W：待機リスト</translation>
    </message>
    <message>
        <source>Waitlist</source>
        <translation>待機リスト</translation>
    </message>
    <message>
        <source>Was so already</source>
        <translation>すでに変更済</translation>
    </message>
    <message>
        <source>Which rows</source>
        <translation>表示する行</translation>
    </message>
    <message>
        <source>Who is not there</source>
        <translation>不在の医師</translation>
    </message>
    <message>
        <source>Who is not there, and when?</source>
        <translation>誰が、いつ不在ですか？</translation>
    </message>
    <message>
        <source>Whole clinic closed</source>
        <translation>全体休診</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Wrong number</source>
        <translation>番号違い</translation>
    </message>
    <message>
        <source>an earlier time goes to another patient</source>
        <translation>より早い時刻は別の患者に割り当て</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>ほか %1 件</translation>
    </message>
    <message>
        <source>cancel %1</source>
        <translation>取消 %1 件</translation>
    </message>
    <message>
        <source>first free, same specialty</source>
        <translation>最初の空き、同じ診療科</translation>
    </message>
    <message>
        <source>from</source>
        <translation>開始</translation>
    </message>
    <message>
        <source>move %1</source>
        <translation>変更 %1 件</translation>
    </message>
    <message>
        <source>nothing is free in these days</source>
        <translation>この期間に空きなし</translation>
    </message>
    <message>
        <source>of %1 get a new time</source>
        <translation>/ %1 件に新しい時刻</translation>
    </message>
    <message>
        <source>room or device is not free earlier</source>
        <translation>診察室・機器がそれまで空かない</translation>
    </message>
    <message>
        <source>same day, same specialty</source>
        <translation>同日、同じ診療科</translation>
    </message>
    <message>
        <source>same doctor</source>
        <translation>同じ医師</translation>
    </message>
    <message>
        <source>same time, other doctor</source>
        <translation>同じ時刻、別の医師</translation>
    </message>
    <message>
        <source>the patient is here already</source>
        <translation>患者はすでに来院中</translation>
    </message>
    <message>
        <source>to</source>
        <translation>終了</translation>
    </message>
    <message>
        <source>waitlist %1</source>
        <translation>待機リスト %1 件</translation>
    </message>
    <message>
        <source>with the patient&apos;s other visit</source>
        <translation>本人の別予約に合わせて</translation>
    </message>
</context>
<context>
    <name>UserMenu</name>
    <message>
        <source>Lock now</source>
        <translation>今すぐロック</translation>
    </message>
    <message>
        <source>My account</source>
        <translation>マイアカウント</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>サインアウト</translation>
    </message>
    <message>
        <source>Sign out everywhere …</source>
        <translation>すべてのPCでサインアウト…</translation>
    </message>
    <message>
        <source>Switch user</source>
        <translation>利用者を切り替え</translation>
    </message>
    <message>
        <source>User</source>
        <translation>利用者</translation>
    </message>
</context>
<context>
    <name>Users</name>
    <message>
        <source>%1 (%2)</source>
        <comment>role (clinic)</comment>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>%1 can sign in again</source>
        <translation>%1は再びサインインできます</translation>
    </message>
    <message>
        <source>%1 changed</source>
        <translation>%1を変更しました</translation>
    </message>
    <message>
        <source>%1 is disabled</source>
        <translation>%1を無効にしました</translation>
    </message>
    <message numerus="yes">
        <source>%n session(s)</source>
        <translation>
            <numerusform>%n件のセッション</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n session(s) of %1 ended</source>
        <translation>
            <numerusform>%1のセッション%n件を終了しました</numerusform>
        </translation>
    </message>
    <message>
        <source>Access</source>
        <translation>アクセス</translation>
    </message>
    <message>
        <source>As it is written on this person&apos;s badge.</source>
        <translation>名札の表記どおりに入力してください。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Choose a role in a clinic.</source>
        <translation>医療機関での役割を選んでください。</translation>
    </message>
    <message>
        <source>Chosen by the user</source>
        <translation>本人が設定</translation>
    </message>
    <message>
        <source>Create user</source>
        <translation>利用者を作成</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>作成日</translation>
    </message>
    <message>
        <source>Disable</source>
        <translation>無効にする</translation>
    </message>
    <message>
        <source>Disable %1? Wherever signed in, this person is out at once.</source>
        <translation>%1を無効にしますか。サインイン中の場合、ただちにサインアウトされます。</translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>無効</translation>
    </message>
    <message>
        <source>Does not work here</source>
        <translation>所属なし</translation>
    </message>
    <message>
        <source>Enable</source>
        <translation>有効にする</translation>
    </message>
    <message>
        <source>Enabling was taken back</source>
        <translation>有効化を取り消しました</translation>
    </message>
    <message>
        <source>Enter a login.</source>
        <translation>ログイン名を入力してください。</translation>
    </message>
    <message>
        <source>Enter the name.</source>
        <translation>名前を入力してください。</translation>
    </message>
    <message>
        <source>Find by name or login</source>
        <translation>名前またはログイン名で検索</translation>
    </message>
    <message>
        <source>Give %1 a new password? The old one and the PIN end, and so do all sessions.</source>
        <translation>%1に新しいパスワードを発行しますか。現在のパスワードとPIN、すべてのセッションが無効になります。</translation>
    </message>
    <message>
        <source>It holds until it is changed after signing in.</source>
        <translation>サインイン後に変更するまで有効です。</translation>
    </message>
    <message>
        <source>Last seen</source>
        <translation>最終接続</translation>
    </message>
    <message>
        <source>Login</source>
        <translation>ログイン名</translation>
    </message>
    <message>
        <source>Look for another name, or show everybody.</source>
        <translation>別の名前で探すか、全員を表示してください。</translation>
    </message>
    <message>
        <source>Made up, not yet changed</source>
        <translation>自動作成、未変更</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>新しいパスワード</translation>
    </message>
    <message>
        <source>New user</source>
        <translation>新しい利用者</translation>
    </message>
    <message>
        <source>Nobody can disable themselves.</source>
        <translation>自分自身を無効にすることはできません。</translation>
    </message>
    <message>
        <source>Nobody changes their own roles: ask another administrator.</source>
        <translation>自分の役割は変更できません。別の管理者に依頼してください。</translation>
    </message>
    <message>
        <source>Nobody fits</source>
        <translation>該当する人がいません</translation>
    </message>
    <message>
        <source>Nobody is left without any clinic: disable this user instead.</source>
        <translation>所属を空にすることはできません。代わりに無効にしてください。</translation>
    </message>
    <message>
        <source>Nobody works here yet</source>
        <translation>利用者はまだいません</translation>
    </message>
    <message>
        <source>None</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>パスワード</translation>
    </message>
    <message>
        <source>Password of %1</source>
        <translation>%1のパスワード</translation>
    </message>
    <message>
        <source>People who may sign in stand here.</source>
        <translation>サインインできる人がここに表示されます。</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>役割</translation>
    </message>
    <message>
        <source>Role in %1</source>
        <translation>%1での役割</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>役割</translation>
    </message>
    <message>
        <source>Roles of %1 changed</source>
        <translation>%1の役割を変更しました</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>設定済み</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>表示</translation>
    </message>
    <message>
        <source>Show everybody</source>
        <translation>全員を表示</translation>
    </message>
    <message>
        <source>Sign %1 out everywhere? What is not saved there is lost.</source>
        <translation>%1をすべてのPCでサインアウトさせますか。保存していない内容は失われます。</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>サインアウト</translation>
    </message>
    <message>
        <source>Sign out everywhere</source>
        <translation>すべてのPCでサインアウト</translation>
    </message>
    <message>
        <source>Signed in</source>
        <translation>サインイン</translation>
    </message>
    <message>
        <source>Signed out</source>
        <translation>サインアウト</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Take %1 out of all your clinics? You cannot take this back.</source>
        <translation>%1をあなたのすべての医療機関から外しますか。取り消せません。</translation>
    </message>
    <message>
        <source>Take out</source>
        <translation>外す</translation>
    </message>
    <message>
        <source>This cannot be taken: 1 to %1 readable characters are.</source>
        <translation>使用できません。表示可能な1～%1文字で入力してください。</translation>
    </message>
    <message>
        <source>Users</source>
        <translation>利用者</translation>
    </message>
    <message>
        <source>What is typed to sign in. It can be changed later.</source>
        <translation>サインインに使う名前です。後で変更できます。</translation>
    </message>
    <message>
        <source>Why, for the audit log</source>
        <translation>理由（監査ログ用）</translation>
    </message>
    <message>
        <source>Works in other clinics too, which you do not administer. Only who administers all of them can disable this user, set the password or sign it out.</source>
        <translation>あなたが管理していない医療機関にも所属しています。無効化、パスワードの発行、サインアウトは、すべての所属先を管理する人だけができます。</translation>
    </message>
    <message>
        <source>you</source>
        <translation>自分</translation>
    </message>
</context>
<context>
    <name>Visit</name>
    <message numerus="yes">
        <source>%n wait(s) for this time.</source>
        <translation>
            <numerusform>%n 人がこの時間を待っています。</numerusform>
        </translation>
    </message>
    <message>
        <source>A mistake</source>
        <translation>入力間違い</translation>
    </message>
    <message>
        <source>A patient&apos;s visit</source>
        <translation>患者の予約</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>注意事項</translation>
    </message>
    <message>
        <source>Arrived</source>
        <translation>来院</translation>
    </message>
    <message>
        <source>Asking the hub…</source>
        <translation>サーバーに問い合わせ中…</translation>
    </message>
    <message>
        <source>Beside another</source>
        <translation>重複予約の理由</translation>
    </message>
    <message>
        <source>Booked by</source>
        <translation>予約者</translation>
    </message>
    <message>
        <source>Booked for %1</source>
        <translation>%1 に予約</translation>
    </message>
    <message>
        <source>Came without a slot</source>
        <translation>予約なしで来院</translation>
    </message>
    <message>
        <source>Cancel the visit</source>
        <translation>予約を取り消す</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Cancelled: %1</source>
        <translation>予約を取り消しました：%1</translation>
    </message>
    <message>
        <source>Cancel…</source>
        <translation>取消…</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>変更</translation>
    </message>
    <message>
        <source>Checked in</source>
        <translation>受付済</translation>
    </message>
    <message>
        <source>Checked out</source>
        <translation>診察済</translation>
    </message>
    <message>
        <source>Clocks</source>
        <translation>時刻の切替</translation>
    </message>
    <message>
        <source>Did not come</source>
        <translation>来院なし</translation>
    </message>
    <message>
        <source>Did not come: %1</source>
        <translation>来院なし：%1</translation>
    </message>
    <message>
        <source>Expected again</source>
        <translation>来院前に戻した</translation>
    </message>
    <message>
        <source>History</source>
        <translation>履歴</translation>
    </message>
    <message>
        <source>In words, if there is more to say</source>
        <translation>補足（任意）</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>取り消さない</translation>
    </message>
    <message>
        <source>Leave it where it was</source>
        <translation>元の時間のままにする</translation>
    </message>
    <message>
        <source>Left without being seen</source>
        <translation>診察前帰宅</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>変更</translation>
    </message>
    <message>
        <source>Moved to %1</source>
        <translation>%1 に変更</translation>
    </message>
    <message>
        <source>Moved, the doctor was not there: %1</source>
        <translation>医師不在のため変更：%1</translation>
    </message>
    <message>
        <source>No-show</source>
        <translation>無断キャンセル</translation>
    </message>
    <message>
        <source>No-show can be said from %1 on.</source>
        <translation>無断キャンセルは %1 から記録できます。</translation>
    </message>
    <message>
        <source>Of that</source>
        <translation>うち担当者</translation>
    </message>
    <message>
        <source>Open chart</source>
        <translation>カルテを開く</translation>
    </message>
    <message>
        <source>Overbooked</source>
        <translation>重複予約</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>電話</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>来院理由</translation>
    </message>
    <message>
        <source>Restricted chart</source>
        <translation>閲覧制限カルテ</translation>
    </message>
    <message>
        <source>Roomed</source>
        <translation>入室</translation>
    </message>
    <message>
        <source>Say what it is.</source>
        <translation>内容を入力してください。</translation>
    </message>
    <message>
        <source>Something else</source>
        <translation>その他</translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation>元に戻しました</translation>
    </message>
    <message>
        <source>The chart is closed to you: open it in Patients with a reason.</source>
        <translation>このカルテは閲覧が制限されています。患者画面で理由を入力して開いてください。</translation>
    </message>
    <message>
        <source>The clinic</source>
        <translation>医療機関の都合</translation>
    </message>
    <message>
        <source>The nearest free times; the visit stays where it was until then.</source>
        <translation>近い空き枠です。選ぶまで予約は元の時間のままです。</translation>
    </message>
    <message>
        <source>The patient</source>
        <translation>患者の都合</translation>
    </message>
    <message>
        <source>The patient agreed to the new time</source>
        <translation>患者が新しい時刻を承諾</translation>
    </message>
    <message>
        <source>The practitioner</source>
        <translation>担当者の都合</translation>
    </message>
    <message>
        <source>The visit is as it was.</source>
        <translation>予約は変わっていません。</translation>
    </message>
    <message>
        <source>The visit stays where it was.</source>
        <translation>予約は元の時間のままです。</translation>
    </message>
    <message>
        <source>Uses</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Visit</source>
        <translation>予約種別</translation>
    </message>
    <message>
        <source>When</source>
        <translation>日時</translation>
    </message>
    <message>
        <source>Who or what cancels it?</source>
        <translation>取消の理由</translation>
    </message>
    <message>
        <source>With</source>
        <translation>担当者</translation>
    </message>
    <message>
        <source>With the doctor</source>
        <translation>診察中</translation>
    </message>
    <message>
        <source>You may look at visits here, but not change them.</source>
        <translation>予約は閲覧のみで、変更はできません。</translation>
    </message>
</context>
<context>
    <name>Waitlist</name>
    <message>
        <source>%1 is not asked about this time any more.</source>
        <translation>%1 さんへのこの枠の案内を見送りました。</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <comment>two times of day</comment>
        <translation>%1～%2</translation>
    </message>
    <message>
        <source>%1 · fits</source>
        <translation>%1 · 条件に一致</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n 日</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n 時間</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>待機 %n 人</numerusform>
        </translation>
    </message>
    <message>
        <source>Afternoon</source>
        <translation>午後</translation>
    </message>
    <message>
        <source>Any</source>
        <translation>指定なし</translation>
    </message>
    <message>
        <source>Anybody who does it</source>
        <translation>対応できる担当者</translation>
    </message>
    <message>
        <source>Ask your administrator.</source>
        <translation>システム管理者に依頼してください。</translation>
    </message>
    <message>
        <source>Book…</source>
        <translation>予約…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Changed on the waitlist: %1</source>
        <translation>待機リストを変更しました：%1</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>変更…</translation>
    </message>
    <message>
        <source>Choose a type of visit</source>
        <translation>予約種別を選択</translation>
    </message>
    <message>
        <source>Free now</source>
        <translation>空きが出た枠</translation>
    </message>
    <message>
        <source>How soon</source>
        <translation>優先度</translation>
    </message>
    <message>
        <source>Morning</source>
        <translation>午前</translation>
    </message>
    <message>
        <source>Nobody waits</source>
        <translation>待機中の患者はいません</translation>
    </message>
    <message>
        <source>Not for your role in this clinic</source>
        <translation>この医療機関で閲覧する権限がありません</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>メモ</translation>
    </message>
    <message>
        <source>On the waitlist: %1</source>
        <translation>待機リストに追加しました：%1</translation>
    </message>
    <message>
        <source>Pass over</source>
        <translation>見送る</translation>
    </message>
    <message>
        <source>Put somebody on the waitlist…</source>
        <translation>待機リストに患者を追加…</translation>
    </message>
    <message>
        <source>Restricted chart</source>
        <translation>閲覧制限カルテ</translation>
    </message>
    <message>
        <source>Routine</source>
        <translation>通常</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Soon</source>
        <translation>早め</translation>
    </message>
    <message>
        <source>Take off</source>
        <translation>リストから外す</translation>
    </message>
    <message>
        <source>Taken off the waitlist: %1</source>
        <translation>待機リストから外しました：%1</translation>
    </message>
    <message>
        <source>The list is as it was.</source>
        <translation>リストは変わっていません。</translation>
    </message>
    <message>
        <source>The list may be old.</source>
        <translation>リストが古い可能性があります。</translation>
    </message>
    <message>
        <source>Time of day</source>
        <translation>時間帯</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Urgent</source>
        <translation>至急</translation>
    </message>
    <message>
        <source>Visit</source>
        <translation>予約種別</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>待機中</translation>
    </message>
    <message>
        <source>Waitlist</source>
        <translation>待機リスト</translation>
    </message>
    <message>
        <source>Weekday</source>
        <translation>曜日</translation>
    </message>
    <message>
        <source>What you have typed is still here.</source>
        <translation>入力した内容は残っています。</translation>
    </message>
    <message>
        <source>Whoever would come earlier stands here.</source>
        <translation>早い枠を希望する患者がここに表示されます。</translation>
    </message>
    <message>
        <source>With</source>
        <translation>担当者</translation>
    </message>
    <message>
        <source>afternoons</source>
        <translation>午後</translation>
    </message>
    <message>
        <source>mornings</source>
        <translation>午前</translation>
    </message>
</context>
<context>
    <name>WalkIn</name>
    <message>
        <source>Add to the list</source>
        <translation>一覧に追加</translation>
    </message>
    <message>
        <source>Added: %1</source>
        <translation>追加しました：%1</translation>
    </message>
    <message>
        <source>Asking the hub…</source>
        <translation>サーバーに問い合わせ中…</translation>
    </message>
    <message>
        <source>Choose the patient.</source>
        <translation>患者を選択してください。</translation>
    </message>
    <message>
        <source>Comes without a slot, and takes nobody&apos;s time</source>
        <translation>予約枠を使わず、ほかの患者の時間も取りません</translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation>医師</translation>
    </message>
    <message>
        <source>It is asked again until it does; nobody is added twice.</source>
        <translation>応答があるまで再送します。二重に追加されることはありません。</translation>
    </message>
    <message>
        <source>Not added: %1</source>
        <translation>追加できませんでした：%1</translation>
    </message>
    <message>
        <source>Offline.</source>
        <translation>オフラインです。</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>来院理由</translation>
    </message>
    <message>
        <source>The hub has not answered.</source>
        <translation>サーバーが応答していません。</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>今すぐ再試行</translation>
    </message>
    <message>
        <source>Types of visits are not here yet.</source>
        <translation>予約種別をまだ受信していません。</translation>
    </message>
    <message>
        <source>Visit</source>
        <translation>予約種別</translation>
    </message>
    <message>
        <source>Walk-in</source>
        <translation>予約外</translation>
    </message>
    <message>
        <source>What you type here stays.</source>
        <translation>入力した内容は残ります。</translation>
    </message>
    <message>
        <source>Whoever has the fewest waiting</source>
        <translation>待ち人数が最も少ない医師</translation>
    </message>
    <message>
        <source>You may look at this list, but not add anybody to it.</source>
        <translation>この一覧は閲覧のみで、追加はできません。</translation>
    </message>
</context>
<context>
    <name>Wall</name>
    <message>
        <source>Acknowledged alarm</source>
        <translation>確認済みアラーム</translation>
    </message>
    <message>
        <source>Bed %1</source>
        <translation>ベッド %1</translation>
    </message>
    <message>
        <source>High priority alarm</source>
        <translation>高優先アラーム</translation>
    </message>
    <message>
        <source>Low priority alarm</source>
        <translation>低優先アラーム</translation>
    </message>
    <message>
        <source>Medium priority alarm</source>
        <translation>中優先アラーム</translation>
    </message>
    <message numerus="yes">
        <source>Vitals wall, %n beds</source>
        <translation>
            <numerusform>バイタル一覧、%n 床</numerusform>
        </translation>
    </message>
    <message>
        <source>may have changed</source>
        <translation>変わっている可能性があります</translation>
    </message>
</context>
<context>
    <name>WardChooser</name>
    <message>
        <source>Space adds or removes a ward, Enter watches it alone. At most %1, all of one clinic.</source>
        <translation>Space で病棟を追加・除外、Enter でその病棟だけを監視します。同じ施設の病棟を %1 つまで選べます。</translation>
    </message>
    <message>
        <source>Wards to watch</source>
        <translation>監視する病棟</translation>
    </message>
</context>
<context>
    <name>WardView</name>
    <message numerus="yes">
        <source>%n beds</source>
        <translation>
            <numerusform>%n 床</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n occupied</source>
        <translation>
            <numerusform>入床 %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n wards</source>
        <translation>
            <numerusform>%n 病棟</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n with data</source>
        <translation>
            <numerusform>データあり %n</numerusform>
        </translation>
    </message>
    <message>
        <source>1 bed</source>
        <translation>1 床</translation>
    </message>
    <message>
        <source>Bed order</source>
        <translation>ベッド順</translation>
    </message>
    <message>
        <source>Beds that are added to it appear here by themselves.</source>
        <translation>ベッドが追加されると自動的に表示されます。</translation>
    </message>
    <message>
        <source>Choose the wards to watch (%1)</source>
        <translation>監視する病棟を選択（%1）</translation>
    </message>
    <message>
        <source>Choose wards</source>
        <translation>病棟を選択</translation>
    </message>
    <message>
        <source>Hide patients&apos; names on the wall</source>
        <translation>一覧の患者名を隠す</translation>
    </message>
    <message>
        <source>It was closed, or it is not for you. Choose another above.</source>
        <translation>閉鎖されたか、閲覧権限がありません。上で別の病棟を選んでください。</translation>
    </message>
    <message>
        <source>Names hidden</source>
        <translation>患者名非表示</translation>
    </message>
    <message>
        <source>Next page of beds</source>
        <translation>次のベッドのページ</translation>
    </message>
    <message>
        <source>Not being recorded</source>
        <translation>記録されていません</translation>
    </message>
    <message>
        <source>Nurses and doctors see them. An administrator of your clinic can change your role.</source>
        <translation>閲覧できるのは看護師と医師です。役割の変更は施設のシステム管理者に依頼してください。</translation>
    </message>
    <message>
        <source>Order of beds</source>
        <translation>ベッドの並び順</translation>
    </message>
    <message>
        <source>Page %1 of %2</source>
        <translation>%1/%2ページ</translation>
    </message>
    <message>
        <source>Previous page of beds</source>
        <translation>前のベッドのページ</translation>
    </message>
    <message>
        <source>Switch user</source>
        <translation>利用者を切り替え</translation>
    </message>
    <message>
        <source>The hub asks this console to wait</source>
        <translation>ハブから待機を求められています</translation>
    </message>
    <message>
        <source>There is no ward for you to watch</source>
        <translation>監視できる病棟がありません</translation>
    </message>
    <message>
        <source>This ward has no beds</source>
        <translation>この病棟にはベッドがありません</translation>
    </message>
    <message>
        <source>This ward is no longer here</source>
        <translation>この病棟はなくなりました</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Vitals are not part of your role</source>
        <translation>あなたの役割ではバイタルを閲覧できません</translation>
    </message>
    <message>
        <source>Ward</source>
        <translation>病棟</translation>
    </message>
    <message>
        <source>Ward %1</source>
        <translation>病棟 %1</translation>
    </message>
    <message>
        <source>Worst first</source>
        <translation>アラーム優先</translation>
    </message>
    <message>
        <source>Your administrator can give you access to one.</source>
        <translation>システム管理者が閲覧権限を付与できます。</translation>
    </message>
    <message>
        <source>bed list is %1 old</source>
        <translation>ベッド一覧は %1 前の情報</translation>
    </message>
    <message>
        <source>closed, or not for you</source>
        <translation>閉鎖または権限なし</translation>
    </message>
    <message>
        <source>its beds could not be loaded</source>
        <translation>ベッドを読み込めませんでした</translation>
    </message>
</context>
<context>
    <name>Watchdog</name>
    <message>
        <source>All numbers under this warning are old, and no alarm reaches this PC.</source>
        <translation>この警告の下の数値はすべて古い値です。アラームはこの PC に届きません。</translation>
    </message>
    <message>
        <source>Clinic Console answers again. It was not monitored for %1.</source>
        <translation>Clinic Console が復帰しました。%1 の間、監視が停止していました。</translation>
    </message>
    <message>
        <source>Clinic Console has ended unexpectedly.</source>
        <translation>Clinic Console が予期せず終了しました。</translation>
    </message>
    <message>
        <source>Clinic Console has stopped responding.</source>
        <translation>Clinic Console が応答しなくなりました。</translation>
    </message>
    <message>
        <source>Close this warning</source>
        <translation>この警告を閉じる</translation>
    </message>
    <message>
        <source>Cover the screen</source>
        <translation>画面全体に表示</translation>
    </message>
    <message>
        <source>Last monitored at %1: %2</source>
        <translation>最終監視 %1（%2）</translation>
    </message>
    <message>
        <source>Make smaller</source>
        <translation>小さく表示</translation>
    </message>
    <message>
        <source>Monitored again</source>
        <translation>監視を再開しました</translation>
    </message>
    <message>
        <source>NOT MONITORED</source>
        <translation>監視停止中</translation>
    </message>
    <message>
        <source>No alarm of these wards reaches this PC.</source>
        <translation>これらの病棟のアラームはこの PC に届きません。</translation>
    </message>
    <message>
        <source>Restart the console</source>
        <translation>コンソールを再起動</translation>
    </message>
    <message>
        <source>Silence 2:00</source>
        <translation>2:00 消音</translation>
    </message>
    <message>
        <source>Silent for %1</source>
        <translation>消音中 %1</translation>
    </message>
    <message>
        <source>Starting the console …</source>
        <translation>コンソールを起動しています …</translation>
    </message>
    <message>
        <source>The console could not be started. Tell your administrator.</source>
        <translation>コンソールを起動できませんでした。システム管理者に連絡してください。</translation>
    </message>
    <message>
        <source>The watchdog does not run: if this console hangs, nothing will say so. Tell your administrator.</source>
        <translation>監視プロセスが動作していません。このコンソールが停止しても通知されません。システム管理者に連絡してください。</translation>
    </message>
    <message>
        <source>Watch the bedside monitors.</source>
        <translation>ベッドサイドモニタを確認してください。</translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>Clinic Console</source>
        <translation>Clinic Console</translation>
    </message>
</context>
<context>
    <name>errors</name>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>A PIN has 4 to 8 digits.</source>
        <translation>PINは4～8桁の数字です。</translation>
    </message>
    <message>
        <source>A field is missing or has a wrong value.</source>
        <translation>未入力の項目、または正しくない値があります。</translation>
    </message>
    <message>
        <source>A package that this program needs is not installed.</source>
        <translation>必要なパッケージがインストールされていません。</translation>
    </message>
    <message>
        <source>A part that is needed does not answer.</source>
        <translation>必要な機能が応答しません。</translation>
    </message>
    <message>
        <source>A password has at least 12 characters.</source>
        <translation>パスワードは12文字以上です。</translation>
    </message>
    <message>
        <source>A room, a device or a colleague that this visit needs is not free then.</source>
        <translation>この予約に必要な診察室・機器・担当者に空きがありません。</translation>
    </message>
    <message>
        <source>A setting is missing or wrong.</source>
        <translation>設定が不足しているか、正しくありません。</translation>
    </message>
    <message>
        <source>A value of the message is refused.</source>
        <translation>メッセージ内の値が受け付けられませんでした。</translation>
    </message>
    <message>
        <source>A visit of this type takes another time.</source>
        <translation>この予約種別の所要時間と異なります。</translation>
    </message>
    <message>
        <source>An address with http:// would send passwords and vitals readable for others.</source>
        <translation>http:// のアドレスでは、パスワードとバイタルサインが暗号化されずに送信されます。</translation>
    </message>
    <message>
        <source>An embedded server did not become ready.</source>
        <translation>内蔵サーバーが起動しませんでした。</translation>
    </message>
    <message>
        <source>Another process is using this data folder.</source>
        <translation>このデータフォルダーは別のプロセスが使用中です。</translation>
    </message>
    <message>
        <source>Ask another administrator.</source>
        <translation>別の管理者に依頼してください。</translation>
    </message>
    <message>
        <source>Ask how far the import is, and go on from there.</source>
        <translation>取り込みの進み具合を確認し、そこから再開してください。</translation>
    </message>
    <message>
        <source>Ask your administrator for the new console on this PC.</source>
        <translation>この PC のコンソールの更新をシステム管理者に依頼してください。</translation>
    </message>
    <message>
        <source>Ask your administrator for the right to do it.</source>
        <translation>システム管理者に権限の付与を依頼してください。</translation>
    </message>
    <message>
        <source>Ask your administrator to issue a new token.</source>
        <translation>システム管理者に新しいトークンの発行を依頼してください。</translation>
    </message>
    <message>
        <source>Ask your administrator to let this PC reach the hub without the proxy.</source>
        <translation>この PC がプロキシを経由せずサーバーに接続できるよう、システム管理者に依頼してください。</translation>
    </message>
    <message>
        <source>Ask your administrator to update the hub, or use the former console until then.</source>
        <translation>システム管理者にサーバーの更新を依頼してください。それまでは以前のコンソールを使用してください。</translation>
    </message>
    <message>
        <source>Begin it again: rows that are in already are passed over.</source>
        <translation>もう一度開始してください。取り込み済みの行は飛ばされます。</translation>
    </message>
    <message>
        <source>Change the visits one by one.</source>
        <translation>予約を 1 件ずつ変更してください。</translation>
    </message>
    <message>
        <source>Check both. Your administrator can set a new password.</source>
        <translation>両方を確認してください。パスワードはシステム管理者が再設定できます。</translation>
    </message>
    <message>
        <source>Check the address, and whether this PC is on the clinic&apos;s network.</source>
        <translation>アドレスと、この PC が院内ネットワークに接続されているかを確認してください。</translation>
    </message>
    <message>
        <source>Check the address. A guest network that wants a login first looks like this too.</source>
        <translation>アドレスを確認してください。先にログインが必要なゲスト用ネットワークでもこの表示になります。</translation>
    </message>
    <message>
        <source>Check the address. If it is right, the hub is not running: tell your administrator.</source>
        <translation>アドレスを確認してください。正しい場合はサーバーが停止しています。システム管理者に連絡してください。</translation>
    </message>
    <message>
        <source>Check the address: write the hub&apos;s name as your administrator gave it, not its number.</source>
        <translation>アドレスを確認し、番号ではなく、システム管理者から知らされたサーバー名を入力してください。</translation>
    </message>
    <message>
        <source>Check the date and time of this PC. If they are right, tell your administrator: it has expired.</source>
        <translation>この PC の日付と時刻を確認してください。正しい場合は証明書が期限切れです。システム管理者に連絡してください。</translation>
    </message>
    <message>
        <source>Check what was asked for.</source>
        <translation>要求した内容を確認してください。</translation>
    </message>
    <message>
        <source>Choose a later time.</source>
        <translation>後の時刻を選んでください。</translation>
    </message>
    <message>
        <source>Choose a practitioner, or another type of visit.</source>
        <translation>担当者、または別の予約種別を選択してください。</translation>
    </message>
    <message>
        <source>Choose a time before or after the hour that is left out.</source>
        <translation>飛ばされる 1 時間の前か後の時刻を選んでください。</translation>
    </message>
    <message>
        <source>Choose a time within the hours, or let extra hours be added.</source>
        <translation>勤務時間内の時刻を選ぶか、臨時診療を登録してもらってください。</translation>
    </message>
    <message>
        <source>Choose another day.</source>
        <translation>別の日を選んでください。</translation>
    </message>
    <message>
        <source>Choose another room.</source>
        <translation>別の診察室を選択してください。</translation>
    </message>
    <message>
        <source>Choose another time, or book beside it and say why.</source>
        <translation>別の時間を選ぶか、理由を入力して重ねて予約してください。</translation>
    </message>
    <message>
        <source>Choose another time.</source>
        <translation>別の時間を選んでください。</translation>
    </message>
    <message>
        <source>Choose another type, time or practitioner.</source>
        <translation>別の予約種別・時間・担当者を選んでください。</translation>
    </message>
    <message>
        <source>Choose another.</source>
        <translation>別のものを選んでください。</translation>
    </message>
    <message>
        <source>Choose one of the clinic&apos;s practitioners.</source>
        <translation>この医療機関の担当者を選んでください。</translation>
    </message>
    <message>
        <source>Choose the time again: it may still be free.</source>
        <translation>もう一度時間を選んでください。まだ空いている可能性があります。</translation>
    </message>
    <message>
        <source>Clinic Console ended unexpectedly last time (%1). Where it happened stands in the log.</source>
        <translation>Clinic Console は前回、予期せず終了しました（%1）。発生箇所はログに記録されています。</translation>
    </message>
    <message>
        <source>Correct it in the settings of this PC: a file of certificates in PEM form that this user may read.</source>
        <translation>このPCの設定で修正してください。読み取り可能なPEM形式の証明書ファイルが必要です。</translation>
    </message>
    <message>
        <source>Correct the named field and send it again.</source>
        <translation>示された項目を訂正して、もう一度送信してください。</translation>
    </message>
    <message>
        <source>Correct the named setting.</source>
        <translation>示された設定を訂正してください。</translation>
    </message>
    <message>
        <source>DISPLAY is not set, so there is no screen to open a window on</source>
        <translation>DISPLAY が設定されていないため、ウィンドウを開く画面がありません</translation>
    </message>
    <message>
        <source>Do not go on by other ways: tell your administrator.</source>
        <translation>別の方法で続行せず、システム管理者に連絡してください。</translation>
    </message>
    <message>
        <source>Drop it. Report instants that were lost with a gap message.</source>
        <translation>破棄してください。失われた時点は gap メッセージで報告してください。</translation>
    </message>
    <message>
        <source>End the sessions there first.</source>
        <translation>先にそこでのセッションを終了してください。</translation>
    </message>
    <message>
        <source>Free some space, or choose a folder on another disk with CLINIC_DATA.</source>
        <translation>空き容量を増やすか、CLINIC_DATA で別のディスクのフォルダーを指定してください。</translation>
    </message>
    <message>
        <source>Free space on the disk, or choose another folder.</source>
        <translation>ディスクの空きを増やすか、別のフォルダを選んでください。</translation>
    </message>
    <message>
        <source>Give the user the right to write there, or choose another folder with CLINIC_DATA.</source>
        <translation>書き込み権限を付与するか、CLINIC_DATA で別のフォルダーを指定してください。</translation>
    </message>
    <message>
        <source>Install the extra that is named.</source>
        <translation>示された追加パッケージをインストールしてください。</translation>
    </message>
    <message>
        <source>It was changed by somebody else in the meantime.</source>
        <translation>その間に別の人が変更しました。</translation>
    </message>
    <message>
        <source>Keep one connection per device. Do not reconnect because of this.</source>
        <translation>接続は機器ごとに 1 本にしてください。この理由で再接続しないでください。</translation>
    </message>
    <message>
        <source>Leave the duration out, or choose another type of visit.</source>
        <translation>所要時間を指定しないか、別の予約種別を選んでください。</translation>
    </message>
    <message>
        <source>Let one of them end before the other begins, or hold in other weeks.</source>
        <translation>一方が終わってから他方が始まるようにするか、別の週にしてください。</translation>
    </message>
    <message>
        <source>Look at how it stands, and decide again.</source>
        <translation>現在の状態を確認して、もう一度判断してください。</translation>
    </message>
    <message>
        <source>Look at it as it is now, and decide again.</source>
        <translation>現在の内容を確認して、もう一度判断してください。</translation>
    </message>
    <message>
        <source>Look at the present state and try again.</source>
        <translation>現在の状態を確認して、もう一度お試しください。</translation>
    </message>
    <message>
        <source>Look at them as they are now, and change them again.</source>
        <translation>現在の内容を確認して、もう一度変更してください。</translation>
    </message>
    <message>
        <source>Look at what was changed, and save again.</source>
        <translation>変更内容を確認して、もう一度保存してください。</translation>
    </message>
    <message>
        <source>Look through the settings: what was lost has been set with care, as on a shared PC with names hidden.</source>
        <translation>設定を確認してください。失われた項目は安全のため、共用端末・患者名非表示として設定されています。</translation>
    </message>
    <message>
        <source>Look whether it is the same person before you register another one.</source>
        <translation>登録の前に、同じ人でないか確認してください。</translation>
    </message>
    <message>
        <source>No computer with this name can be found.</source>
        <translation>この名前のコンピューターが見つかりません。</translation>
    </message>
    <message>
        <source>No device is registered under this code.</source>
        <translation>このコードの機器は登録されていません。</translation>
    </message>
    <message>
        <source>No more visits can be booked beside each other then.</source>
        <translation>この時間の重複予約は上限に達しています。</translation>
    </message>
    <message>
        <source>Nobody can do this to themselves.</source>
        <translation>自分自身に対しては行えません。</translation>
    </message>
    <message>
        <source>Nobody has compared two identifiers of this patient yet.</source>
        <translation>この患者の本人確認（2 項目）がまだです。</translation>
    </message>
    <message>
        <source>Nobody who sees such visits works here just now.</source>
        <translation>現在、この予約種別を担当できる人がいません。</translation>
    </message>
    <message>
        <source>Nobody works then: it is outside the practitioner&apos;s hours.</source>
        <translation>担当者の勤務時間外です。</translation>
    </message>
    <message>
        <source>Nothing takes calls at this address.</source>
        <translation>このアドレスでは応答するものがありません。</translation>
    </message>
    <message>
        <source>Number messages upwards by one, and resend only what was not acknowledged.</source>
        <translation>メッセージ番号は 1 ずつ増やし、確認応答のないものだけを再送してください。</translation>
    </message>
    <message>
        <source>Open the check-in card and confirm who it is.</source>
        <translation>受付カードを開いて本人確認をしてください。</translation>
    </message>
    <message>
        <source>Raise the clock number after setting the device&apos;s clock, and say its time in hello.</source>
        <translation>機器の時計を設定したら時計番号を上げ、hello で時刻を知らせてください。</translation>
    </message>
    <message>
        <source>Read the message, mend the cause and start again.</source>
        <translation>メッセージを読み、原因を取り除いてから起動し直してください。</translation>
    </message>
    <message>
        <source>Read the server&apos;s log, which the message names.</source>
        <translation>メッセージに示されたサーバーのログを確認してください。</translation>
    </message>
    <message>
        <source>Register the device, or correct the code set in it.</source>
        <translation>機器を登録するか、機器に設定したコードを訂正してください。</translation>
    </message>
    <message>
        <source>Run clinic-console migrate.</source>
        <translation>clinic-console migrate を実行してください。</translation>
    </message>
    <message>
        <source>Say hello at once after connecting, and a status now and then. Connect again.</source>
        <translation>接続後すぐに hello を、その後は定期的に status を送信してください。接続し直してください。</translation>
    </message>
    <message>
        <source>Say hello under a new clock number before sending what was measured under it.</source>
        <translation>新しい時計番号での測定値を送信する前に、その番号で hello を送信してください。</translation>
    </message>
    <message>
        <source>Say that the patient left without being seen, if so.</source>
        <translation>診察を受けずに帰った場合は、診察前帰宅を記録してください。</translation>
    </message>
    <message>
        <source>Say which of the two is meant: the first, or the second after the clocks were put back.</source>
        <translation>時計が戻る前（1 回目）か後（2 回目）かを指定してください。</translation>
    </message>
    <message>
        <source>Send instants in order. Raise the clock number after setting the device&apos;s clock back.</source>
        <translation>時刻順に送信してください。機器の時計を戻したら時計番号を上げてください。</translation>
    </message>
    <message>
        <source>Send null with a validity where there is no value. The others of the message are kept.</source>
        <translation>値がない場合は有効性とともに null を送信してください。メッセージ内の他の値は保存されます。</translation>
    </message>
    <message>
        <source>Send only the message types of the protocol version that was agreed.</source>
        <translation>合意したプロトコルバージョンのメッセージ種別だけを送信してください。</translation>
    </message>
    <message>
        <source>Send the message as docs/device-protocol.md describes it. Nothing of this one was kept.</source>
        <translation>docs/device-protocol.md のとおりに送信してください。このメッセージは保存されていません。</translation>
    </message>
    <message>
        <source>Set the token that was shown when the device was registered, or issue a new one.</source>
        <translation>機器の登録時に表示されたトークンを設定するか、新しいトークンを発行してください。</translation>
    </message>
    <message>
        <source>Sign in and try again.</source>
        <translation>サインインして、もう一度お試しください。</translation>
    </message>
    <message>
        <source>Sign in with your password: it holds for this session only.</source>
        <translation>パスワードでサインインしてください。このセッションの間だけ有効です。</translation>
    </message>
    <message>
        <source>Some settings of this PC could not be understood.</source>
        <translation>この PC の設定の一部を読み取れませんでした。</translation>
    </message>
    <message>
        <source>Somebody else has booked this time.</source>
        <translation>この時間には別の予約が入りました。</translation>
    </message>
    <message>
        <source>Somebody else has changed these working hours.</source>
        <translation>別の人がこの勤務時間を変更しました。</translation>
    </message>
    <message>
        <source>Somebody else has changed this appointment.</source>
        <translation>別の人がこの予約を変更しました。</translation>
    </message>
    <message>
        <source>Somebody else has changed this patient meanwhile.</source>
        <translation>この間に、別の利用者がこの患者を変更しました。</translation>
    </message>
    <message>
        <source>Somebody has called a patient or changed a visit since.</source>
        <translation>その後、患者への連絡または予約の変更がありました。</translation>
    </message>
    <message>
        <source>Somebody is signed in there.</source>
        <translation>サインインしている人がいます。</translation>
    </message>
    <message>
        <source>Somebody like this is registered already.</source>
        <translation>似た患者がすでに登録されています。</translation>
    </message>
    <message>
        <source>Something answers at this address, but it is not a hub.</source>
        <translation>このアドレスは応答しますが、Clinic Console のサーバーではありません。</translation>
    </message>
    <message>
        <source>Something went wrong (%1). It was written to the log.</source>
        <translation>問題が発生しました（%1）。ログに記録しました。</translation>
    </message>
    <message>
        <source>Something went wrong.</source>
        <translation>問題が発生しました。</translation>
    </message>
    <message>
        <source>Split it into several messages. This one was not read.</source>
        <translation>複数のメッセージに分割してください。このメッセージは読み取られていません。</translation>
    </message>
    <message>
        <source>Start with the version that made it and move the data with pg_dump, or use a new folder.</source>
        <translation>作成時のバージョンで起動して pg_dump でデータを移すか、新しいフォルダーを使用してください。</translation>
    </message>
    <message>
        <source>Stop the other one, or choose another folder with CLINIC_DATA.</source>
        <translation>もう一方を停止するか、CLINIC_DATA で別のフォルダーを指定してください。</translation>
    </message>
    <message>
        <source>Take a few words that nobody else would put together.</source>
        <translation>ほかの人が思いつかない単語をいくつか並べてください。</translation>
    </message>
    <message>
        <source>Take the user out of your own clinics, or ask an administrator of all of them.</source>
        <translation>自分の医療機関から外すか、すべての所属先の管理者に依頼してください。</translation>
    </message>
    <message>
        <source>Tell your administrator: the clinic&apos;s authority may be missing on this PC, or somebody is in between.</source>
        <translation>システム管理者に連絡してください。この PC に院内の認証局が登録されていないか、通信に第三者が介在しています。</translation>
    </message>
    <message>
        <source>That time has passed.</source>
        <translation>その時刻は過ぎています。</translation>
    </message>
    <message>
        <source>The PIN was wrong too often.</source>
        <translation>PINの誤りが多すぎます。</translation>
    </message>
    <message>
        <source>The address does not take this method.</source>
        <translation>このアドレスはこのメソッドを受け付けません。</translation>
    </message>
    <message>
        <source>The clinic is closed then.</source>
        <translation>その時間は休診です。</translation>
    </message>
    <message>
        <source>The clocks leave this time out on that day.</source>
        <translation>その日はこの時刻が飛ばされます（時刻の切替）。</translation>
    </message>
    <message>
        <source>The data folder belongs to another major version of Postgres.</source>
        <translation>データフォルダーは別のメジャーバージョンの Postgres のものです。</translation>
    </message>
    <message>
        <source>The data folder cannot be used with this user&apos;s rights.</source>
        <translation>このユーザーの権限ではデータフォルダーを使用できません。</translation>
    </message>
    <message>
        <source>The database does not answer.</source>
        <translation>データベースが応答しません。</translation>
    </message>
    <message>
        <source>The database refuses this instant.</source>
        <translation>データベースがこの時点のデータを受け付けません。</translation>
    </message>
    <message>
        <source>The database&apos;s schema is newer than this program.</source>
        <translation>データベースのスキーマがこのプログラムより新しいものです。</translation>
    </message>
    <message>
        <source>The database&apos;s schema is older than this program.</source>
        <translation>データベースのスキーマがこのプログラムより古いものです。</translation>
    </message>
    <message>
        <source>The device has been taken out of use.</source>
        <translation>この機器は使用停止になっています。</translation>
    </message>
    <message>
        <source>The device has not said anything for too long.</source>
        <translation>機器からの通信が長時間ありません。</translation>
    </message>
    <message>
        <source>The device&apos;s token is wrong.</source>
        <translation>機器のトークンが正しくありません。</translation>
    </message>
    <message>
        <source>The file could not be written.</source>
        <translation>ファイルを書き込めませんでした。</translation>
    </message>
    <message>
        <source>The file with the clinic&apos;s own authorities cannot be read, so nothing was sent.</source>
        <translation>医療機関独自の認証局のファイルを読み取れないため、何も送信しませんでした。</translation>
    </message>
    <message>
        <source>The hub does not answer in time.</source>
        <translation>サーバーが時間内に応答しません。</translation>
    </message>
    <message>
        <source>The hub does not answer.</source>
        <translation>サーバーが応答しません。</translation>
    </message>
    <message>
        <source>The hub is older than this console.</source>
        <translation>サーバーがこのコンソールより古いバージョンです。</translation>
    </message>
    <message>
        <source>The hub&apos;s certificate belongs to another name than this address, so nothing was sent.</source>
        <translation>サーバーの証明書の名前がこのアドレスと異なるため、何も送信していません。</translation>
    </message>
    <message>
        <source>The hub&apos;s certificate cannot be accepted, so nothing was sent.</source>
        <translation>サーバーの証明書を受け入れられないため、何も送信していません。</translation>
    </message>
    <message>
        <source>The hub&apos;s certificate comes from an authority that this PC does not trust, so nothing was sent.</source>
        <translation>サーバーの証明書の認証局をこの PC が信頼していないため、何も送信していません。</translation>
    </message>
    <message>
        <source>The hub&apos;s certificate is not valid at this PC&apos;s time, so nothing was sent.</source>
        <translation>この PC の日時ではサーバーの証明書が有効でないため、何も送信していません。</translation>
    </message>
    <message>
        <source>The import has ended.</source>
        <translation>取り込みは終了しています。</translation>
    </message>
    <message>
        <source>The instant is more than 24 hours old.</source>
        <translation>24 時間以上前のデータです。</translation>
    </message>
    <message>
        <source>The instant is not later than the one before it.</source>
        <translation>時刻が直前のデータより後になっていません。</translation>
    </message>
    <message>
        <source>The instant lies more than 5 seconds in the future.</source>
        <translation>時刻が 5 秒以上未来になっています。</translation>
    </message>
    <message>
        <source>The instant was measured under a clock number that the device never announced.</source>
        <translation>機器が通知していない時計番号で測定されたデータです。</translation>
    </message>
    <message>
        <source>The instant&apos;s time is missing or not a whole number of milliseconds.</source>
        <translation>時刻がないか、ミリ秒の整数ではありません。</translation>
    </message>
    <message>
        <source>The keyring of this PC does not answer, so it remembers nobody.</source>
        <translation>この PC のキーリングが応答しないため、ユーザーを記憶できません。</translation>
    </message>
    <message>
        <source>The keyring of this PC fails, so it remembers nobody.</source>
        <translation>この PC のキーリングでエラーが発生したため、ユーザーを記憶できません。</translation>
    </message>
    <message>
        <source>The keyring of this PC is locked, so it remembers nobody.</source>
        <translation>この PC のキーリングがロックされているため、ユーザーを記憶できません。</translation>
    </message>
    <message>
        <source>The live bus (Redis) does not answer.</source>
        <translation>ライブ配信（Redis）が応答しません。</translation>
    </message>
    <message>
        <source>The message has a type that the protocol does not have.</source>
        <translation>プロトコルにない種別のメッセージです。</translation>
    </message>
    <message>
        <source>The message has more values, or the device more kinds of message, than the limit.</source>
        <translation>メッセージ内の値、または機器のメッセージ種別の数が上限を超えています。</translation>
    </message>
    <message>
        <source>The message is larger than the limit.</source>
        <translation>メッセージの大きさが上限を超えています。</translation>
    </message>
    <message>
        <source>The message is not valid JSON or not of the protocol&apos;s form.</source>
        <translation>メッセージが正しい JSON でないか、プロトコルの形式ではありません。</translation>
    </message>
    <message>
        <source>The network&apos;s proxy does not let this console through to the hub.</source>
        <translation>ネットワークのプロキシが、このコンソールのサーバーへの接続を許可していません。</translation>
    </message>
    <message>
        <source>The other values of the message are kept. Do not send this one again.</source>
        <translation>メッセージ内の他の値は保存されます。この値は再送しないでください。</translation>
    </message>
    <message>
        <source>The parameter&apos;s name is not of the allowed form.</source>
        <translation>パラメータ名が許可された形式ではありません。</translation>
    </message>
    <message>
        <source>The patient has another visit then.</source>
        <translation>患者にはその時間に別の予約があります。</translation>
    </message>
    <message>
        <source>The patient is here.</source>
        <translation>患者は来院しています。</translation>
    </message>
    <message>
        <source>The patient is not late enough to be called missing.</source>
        <translation>無断キャンセルとするにはまだ遅れが足りません。</translation>
    </message>
    <message>
        <source>The practitioner is away or busy otherwise then.</source>
        <translation>担当者はその時間、不在または他の予定があります。</translation>
    </message>
    <message>
        <source>The program cannot start.</source>
        <translation>プログラムを起動できません。</translation>
    </message>
    <message>
        <source>The same device has connected again; this older connection is closed.</source>
        <translation>同じ機器が再接続したため、以前の接続を閉じました。</translation>
    </message>
    <message>
        <source>The sequence number does not follow the ones before it.</source>
        <translation>連番がそれまでの番号に続いていません。</translation>
    </message>
    <message>
        <source>The settings of this PC could not be kept.</source>
        <translation>この PC の設定を保存できませんでした。</translation>
    </message>
    <message>
        <source>The time is not free.</source>
        <translation>この時間は空いていません。</translation>
    </message>
    <message>
        <source>The time is not kept for you any more.</source>
        <translation>仮押さえは解除されました。</translation>
    </message>
    <message>
        <source>The two are not the same.</source>
        <translation>2つが一致しません。</translation>
    </message>
    <message>
        <source>The two programs do not speak the same version.</source>
        <translation>プログラム同士のバージョンが一致しません。</translation>
    </message>
    <message>
        <source>The user name or the password is wrong.</source>
        <translation>ユーザー名またはパスワードが正しくありません。</translation>
    </message>
    <message>
        <source>The value is NaN or infinite.</source>
        <translation>値が NaN または無限大です。</translation>
    </message>
    <message>
        <source>The value is not a number.</source>
        <translation>値が数値ではありません。</translation>
    </message>
    <message>
        <source>The value is outside what is physically possible.</source>
        <translation>値が物理的にあり得る範囲を超えています。</translation>
    </message>
    <message>
        <source>The value&apos;s unit is not one that this parameter can be given in.</source>
        <translation>このパラメータには使用できない単位です。</translation>
    </message>
    <message>
        <source>The value&apos;s validity is not one of valid, sensor_off, searching.</source>
        <translation>値の有効性が valid、sensor_off、searching のいずれでもありません。</translation>
    </message>
    <message>
        <source>There are as many patients in this room as fit in.</source>
        <translation>この診察室は満室です。</translation>
    </message>
    <message>
        <source>There is no such practitioner in this clinic.</source>
        <translation>この医療機関に該当する担当者はいません。</translation>
    </message>
    <message>
        <source>There is no such thing, or not for you.</source>
        <translation>存在しないか、閲覧権限がありません。</translation>
    </message>
    <message>
        <source>There is not enough free space on the disk.</source>
        <translation>ディスクの空き容量が足りません。</translation>
    </message>
    <message>
        <source>These rows are not the next ones of the import.</source>
        <translation>取り込みの次の行ではありません。</translation>
    </message>
    <message>
        <source>They hold until the console ends. Free space on the disk, or ask for the right to write to the folder.</source>
        <translation>コンソールを終了するまでは有効です。ディスクの空き容量を増やすか、フォルダーへの書き込み権限を依頼してください。</translation>
    </message>
    <message>
        <source>This PC has no keyring, so it remembers nobody.</source>
        <translation>この PC にはキーリングがないため、ユーザーを記憶できません。</translation>
    </message>
    <message>
        <source>This cannot be taken back any more.</source>
        <translation>もう元に戻せません。</translation>
    </message>
    <message>
        <source>This chart is restricted.</source>
        <translation>このカルテは閲覧が制限されています。</translation>
    </message>
    <message>
        <source>This console is older than the hub.</source>
        <translation>このコンソールがサーバーより古いバージョンです。</translation>
    </message>
    <message>
        <source>This is not the address of a hub.</source>
        <translation>Clinic Console のサーバーのアドレスではありません。</translation>
    </message>
    <message>
        <source>This is taken already.</source>
        <translation>すでに使われています。</translation>
    </message>
    <message>
        <source>This practitioner does not do visits of that type then.</source>
        <translation>この担当者はその時間、この種別の予約を受けていません。</translation>
    </message>
    <message>
        <source>This practitioner does not see patients any more.</source>
        <translation>この担当者は現在診療していません。</translation>
    </message>
    <message>
        <source>This time comes twice on that day.</source>
        <translation>その日、この時刻は 2 回あります。</translation>
    </message>
    <message>
        <source>This time is kept for other visits.</source>
        <translation>この時間は他の予約の専用枠です。</translation>
    </message>
    <message>
        <source>This user also works in clinics that you do not administer.</source>
        <translation>この利用者は、あなたが管理していない医療機関にも所属しています。</translation>
    </message>
    <message>
        <source>This visit stands differently by now.</source>
        <translation>この予約の状態は変更されています。</translation>
    </message>
    <message>
        <source>Too many requests or connections.</source>
        <translation>要求または接続が多すぎます。</translation>
    </message>
    <message>
        <source>Try again in a moment. If it stays so, tell your administrator.</source>
        <translation>しばらくしてからもう一度お試しください。続く場合はシステム管理者に連絡してください。</translation>
    </message>
    <message>
        <source>Try again. If it happens again, tell your administrator.</source>
        <translation>もう一度お試しください。再び発生する場合はシステム管理者に連絡してください。</translation>
    </message>
    <message>
        <source>Two lines of the template overlap.</source>
        <translation>勤務時間の 2 行が重なっています。</translation>
    </message>
    <message>
        <source>Update the older of the two.</source>
        <translation>古いほうを更新してください。</translation>
    </message>
    <message>
        <source>Update this program.</source>
        <translation>このプログラムを更新してください。</translation>
    </message>
    <message>
        <source>Use a method that the Allow header names.</source>
        <translation>Allow ヘッダーに示されたメソッドを使用してください。</translation>
    </message>
    <message>
        <source>Use the password.</source>
        <translation>パスワードを使ってください。</translation>
    </message>
    <message>
        <source>Wait a moment and try again.</source>
        <translation>しばらく待ってからもう一度お試しください。</translation>
    </message>
    <message>
        <source>Wait a moment and try again. What was sent before is kept.</source>
        <translation>しばらく待ってからもう一度お試しください。すでに送信した内容は保存されています。</translation>
    </message>
    <message>
        <source>Wait until the time of grace is over.</source>
        <translation>猶予時間が過ぎるまでお待ちください。</translation>
    </message>
    <message>
        <source>Watch the bedside monitors. The console tries again by itself.</source>
        <translation>ベッドサイドモニタを確認してください。コンソールは自動的に再接続します。</translation>
    </message>
    <message>
        <source>What was sent cannot be taken.</source>
        <translation>送信された内容を受け付けられません。</translation>
    </message>
    <message>
        <source>Where it cannot wait, break the glass: give a reason, and it is recorded.</source>
        <translation>待てない場合は緊急アクセスを使ってください。理由を入力し、記録されます。</translation>
    </message>
    <message>
        <source>Write digits only.</source>
        <translation>数字のみで入力してください。</translation>
    </message>
    <message>
        <source>Write https:// instead of http://. Only a hub on this same PC needs no encryption.</source>
        <translation>http:// ではなく https:// と入力してください。暗号化が不要なのは、この PC 上のサーバーだけです。</translation>
    </message>
    <message>
        <source>Write it as hub.example or https://hub.example. Your administrator knows it.</source>
        <translation>hub.example または https://hub.example のように入力してください。アドレスはシステム管理者に確認してください。</translation>
    </message>
    <message>
        <source>Write the new password twice, the same.</source>
        <translation>新しいパスワードを2回、同じように入力してください。</translation>
    </message>
    <message>
        <source>You are not allowed to do this.</source>
        <translation>この操作を行う権限がありません。</translation>
    </message>
    <message>
        <source>You are not signed in.</source>
        <translation>サインインしていません。</translation>
    </message>
    <message>
        <source>Your session has ended.</source>
        <translation>セッションが終了しました。</translation>
    </message>
    <message>
        <source>a bed&apos;s readings</source>
        <translation>ベッドの測定値</translation>
    </message>
    <message>
        <source>a row of a call list</source>
        <translation>連絡リストの行</translation>
    </message>
    <message>
        <source>a time of a bed&apos;s readings</source>
        <translation>ベッドの測定値の時刻</translation>
    </message>
    <message>
        <source>a time of a schedule</source>
        <translation>スケジュールの時刻</translation>
    </message>
    <message>
        <source>a tour needs CLINIC_LOGIN and CLINIC_PASSWORD</source>
        <translation>ツアーには CLINIC_LOGIN と CLINIC_PASSWORD が必要です</translation>
    </message>
    <message>
        <source>a ward&apos;s id cannot be read</source>
        <translation>病棟の ID を読み取れません</translation>
    </message>
    <message>
        <source>another hub is meant now</source>
        <translation>別のサーバーが選択されています</translation>
    </message>
    <message>
        <source>another kind of Qt application runs in this process</source>
        <translation>このプロセスでは別の種類の Qt アプリケーションが動作しています</translation>
    </message>
    <message>
        <source>before its begin</source>
        <translation>開始より前</translation>
    </message>
    <message>
        <source>connection closed</source>
        <translation>接続が切断されました</translation>
    </message>
    <message>
        <source>it does not say where its push socket is</source>
        <translation>配信ソケットの場所が通知されません</translation>
    </message>
    <message>
        <source>it does not send what is watched</source>
        <translation>監視対象のデータが送信されません</translation>
    </message>
    <message>
        <source>it says nothing</source>
        <translation>通信がありません</translation>
    </message>
    <message>
        <source>its name of the bed cannot be read</source>
        <translation>ベッド名を読み取れません</translation>
    </message>
    <message>
        <source>its name of the ward cannot be read</source>
        <translation>病棟名を読み取れません</translation>
    </message>
    <message>
        <source>no answer in time</source>
        <translation>時間内に応答がありません</translation>
    </message>
    <message>
        <source>no day</source>
        <translation>日付ではありません</translation>
    </message>
    <message>
        <source>resources/tokens.json</source>
        <translation>resources/tokens.json</translation>
    </message>
    <message>
        <source>scale is a number from 0.8 to 2.0</source>
        <translation>scale は 0.8～2.0 の数値です</translation>
    </message>
    <message>
        <source>signing in again</source>
        <translation>サインインし直しています</translation>
    </message>
    <message>
        <source>text on a binary protocol</source>
        <translation>バイナリプロトコルでテキストを受信しました</translation>
    </message>
    <message>
        <source>the file is not whole</source>
        <translation>ファイルが完全ではありません</translation>
    </message>
    <message>
        <source>the hub&apos;s push socket is not encrypted (CLINIC_PUSH_URL)</source>
        <translation>サーバーの配信ソケットが暗号化されていません（CLINIC_PUSH_URL）</translation>
    </message>
    <message>
        <source>the hub&apos;s time</source>
        <translation>サーバーの時刻</translation>
    </message>
    <message>
        <source>the state of a form</source>
        <translation>書類の状態</translation>
    </message>
    <message>
        <source>the state of a visit</source>
        <translation>予約の状態</translation>
    </message>
    <message>
        <source>what a schedule or a waitlist is told by</source>
        <translation>スケジュール・待機リストの更新</translation>
    </message>
    <message>
        <source>what became of bulk work</source>
        <translation>一括処理の結果</translation>
    </message>
    <message>
        <source>what becomes of a visit</source>
        <translation>予約の扱い</translation>
    </message>
    <message>
        <source>where a visit goes</source>
        <translation>予約の振替先</translation>
    </message>
</context>
<context>
    <name>parameters</name>
    <message>
        <source>Temp</source>
        <translation>体温</translation>
    </message>
</context>
<context>
    <name>roles</name>
    <message>
        <source>Administrator</source>
        <translation>システム管理者</translation>
    </message>
    <message>
        <source>Auditor</source>
        <translation>監査担当者</translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation>医師</translation>
    </message>
    <message>
        <source>Facility manager</source>
        <translation>施設管理者</translation>
    </message>
    <message>
        <source>Nurse</source>
        <translation>看護師</translation>
    </message>
    <message>
        <source>Receptionist</source>
        <translation>受付</translation>
    </message>
</context>
</TS>
