<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja_JP" sourcelanguage="en_GB">
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
        <translation>数値</translation>
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
        <translation>ユーザー切替</translation>
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
        <translation>%1 を削除</translation>
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
    <name>Keys</name>
    <message>
        <source>10 minutes, 1, 8 or 24 hours</source>
        <translation>10 分、1・8・24 時間</translation>
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
        <source>Choose wards</source>
        <translation>病棟を選択</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>全画面共通</translation>
    </message>
    <message>
        <source>First and last bed</source>
        <translation>先頭・末尾のベッド</translation>
    </message>
    <message>
        <source>From tile to tile</source>
        <translation>タイル間を移動</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全画面表示</translation>
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
        <source>Move the cross-hair; with Shift in larger steps</source>
        <translation>カーソル線を移動（Shift で大きく）</translation>
    </message>
    <message>
        <source>Open the bed</source>
        <translation>ベッドを開く</translation>
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
        <source>Search beds, screens and actions</source>
        <translation>ベッド・画面・操作を検索</translation>
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
        <source>Text at 100 %</source>
        <translation>文字サイズ 100 %</translation>
    </message>
    <message>
        <source>These keys</source>
        <translation>このキー操作一覧</translation>
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
        <source>Whole range</source>
        <translation>全期間</translation>
    </message>
</context>
<context>
    <name>Menu</name>
    <message>
        <source>%1 · name may have changed</source>
        <translation>%1 · 氏名が変わっている可能性あり</translation>
    </message>
    <message>
        <source>Bed %1</source>
        <translation>ベッド %1</translation>
    </message>
    <message>
        <source>Connect to the hub now</source>
        <translation>今すぐサーバーに再接続</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全画面表示</translation>
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
        <source>Light or dark colours</source>
        <translation>ライト/ダーク配色の切替</translation>
    </message>
    <message>
        <source>Next page of beds</source>
        <translation>次のページ</translation>
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
        <source>Vitals wall</source>
        <translation>バイタル一覧</translation>
    </message>
    <message>
        <source>Watch %1</source>
        <translation>%1 を監視</translation>
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
        <source>Nothing found for “%1”</source>
        <translation>「%1」に一致するものはありません</translation>
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
        <source>Settings</source>
        <translation>設定</translation>
    </message>
    <message>
        <source>There is nothing here yet</source>
        <translation>まだ何もありません</translation>
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
    <name>SecondScreen</name>
    <message>
        <source>Clinic Console: wall</source>
        <translation>Clinic Console：バイタル一覧</translation>
    </message>
</context>
<context>
    <name>Sentences</name>
    <message>
        <source>%1 %2</source>
        <comment>one sentence, and the next</comment>
        <translation>%1%2</translation>
    </message>
</context>
<context>
    <name>Shell</name>
    <message>
        <source>Vitals</source>
        <translation>バイタル</translation>
    </message>
</context>
<context>
    <name>SignIn</name>
    <message>
        <source>Asking the hub …</source>
        <translation>サーバーに問い合わせ中 …</translation>
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
        <translation>ユーザー</translation>
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
        <translation>%1 を変更しました</translation>
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
        <source>As the system</source>
        <translation>システムに合わせる</translation>
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
        <source>Language</source>
        <translation>言語</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>ライト</translation>
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
        <translation>行の高さ</translation>
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
        <source>This PC</source>
        <translation>この PC</translation>
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
        <translation>%1 秒</translation>
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
        <translation>%1 時間 %2 分</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
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
        <translation>患者 ID %1</translation>
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
        <translation>次のページ</translation>
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
        <translation>%1/%2 ページ</translation>
    </message>
    <message>
        <source>Previous page of beds</source>
        <translation>前のページ</translation>
    </message>
    <message>
        <source>Switch user</source>
        <translation>ユーザー切替</translation>
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
        <source>A setting is missing or wrong.</source>
        <translation>設定が不足しているか、正しくありません。</translation>
    </message>
    <message>
        <source>A value of the message is refused.</source>
        <translation>メッセージ内の値が受け付けられませんでした。</translation>
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
        <source>Clinic Console ended unexpectedly last time (%1). Where it happened stands in the log.</source>
        <translation>Clinic Console は前回、予期せず終了しました（%1）。発生箇所はログに記録されています。</translation>
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
        <source>Free some space, or choose a folder on another disk with CLINIC_DATA.</source>
        <translation>空き容量を増やすか、CLINIC_DATA で別のディスクのフォルダーを指定してください。</translation>
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
        <source>Look at the present state and try again.</source>
        <translation>現在の状態を確認して、もう一度お試しください。</translation>
    </message>
    <message>
        <source>Look through the settings: what was lost has been set with care, as on a shared PC with names hidden.</source>
        <translation>設定を確認してください。失われた項目は安全のため、共用端末・患者名非表示として設定されています。</translation>
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
        <source>Nothing takes calls at this address.</source>
        <translation>このアドレスでは応答するものがありません。</translation>
    </message>
    <message>
        <source>Number messages upwards by one, and resend only what was not acknowledged.</source>
        <translation>メッセージ番号は 1 ずつ増やし、確認応答のないものだけを再送してください。</translation>
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
        <source>Tell your administrator: the clinic&apos;s authority may be missing on this PC, or somebody is in between.</source>
        <translation>システム管理者に連絡してください。この PC に院内の認証局が登録されていないか、通信に第三者が介在しています。</translation>
    </message>
    <message>
        <source>The address does not take this method.</source>
        <translation>このアドレスはこのメソッドを受け付けません。</translation>
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
        <source>There is no such thing, or not for you.</source>
        <translation>存在しないか、閲覧権限がありません。</translation>
    </message>
    <message>
        <source>There is not enough free space on the disk.</source>
        <translation>ディスクの空き容量が足りません。</translation>
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
        <source>This console is older than the hub.</source>
        <translation>このコンソールがサーバーより古いバージョンです。</translation>
    </message>
    <message>
        <source>This is not the address of a hub.</source>
        <translation>Clinic Console のサーバーのアドレスではありません。</translation>
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
        <source>Wait a moment and try again.</source>
        <translation>しばらく待ってからもう一度お試しください。</translation>
    </message>
    <message>
        <source>Wait a moment and try again. What was sent before is kept.</source>
        <translation>しばらく待ってからもう一度お試しください。すでに送信した内容は保存されています。</translation>
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
        <source>Write https:// instead of http://. Only a hub on this same PC needs no encryption.</source>
        <translation>http:// ではなく https:// と入力してください。暗号化が不要なのは、この PC 上のサーバーだけです。</translation>
    </message>
    <message>
        <source>Write it as hub.example or https://hub.example. Your administrator knows it.</source>
        <translation>hub.example または https://hub.example のように入力してください。アドレスはシステム管理者に確認してください。</translation>
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
        <source>a time of a bed&apos;s readings</source>
        <translation>ベッドの測定値の時刻</translation>
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
        <source>no answer in time</source>
        <translation>時間内に応答がありません</translation>
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
        <source>the hub&apos;s push socket is not encrypted (CLINIC_PUSH_URL)</source>
        <translation>サーバーの配信ソケットが暗号化されていません（CLINIC_PUSH_URL）</translation>
    </message>
    <message>
        <source>the hub&apos;s time</source>
        <translation>サーバーの時刻</translation>
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
