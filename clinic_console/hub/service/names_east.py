"""Parts of names of East Asia, the frequent ones first, and the pieces that rare ones are put together from."""

from typing import Final

from clinic_console.hub.service.names_parts import read_parts

JAPANESE_FAMILIES: Final = read_parts(
    "佐藤/Sato/サトウ, 鈴木/Suzuki/スズキ, 高橋/Takahashi/タカハシ, 田中/Tanaka/タナカ, 伊藤/Ito/イトウ, "
    "渡辺/Watanabe/ワタナベ, 山本/Yamamoto/ヤマモト, 中村/Nakamura/ナカムラ, 小林/Kobayashi/コバヤシ, "
    "加藤/Kato/カトウ, 吉田/Yoshida/ヨシダ, 山田/Yamada/ヤマダ, 佐々木/Sasaki/ササキ, 松本/Matsumoto/マツモト, "
    "井上/Inoue/イノウエ, 木村/Kimura/キムラ, 林/Hayashi/ハヤシ, 斎藤/Saito/サイトウ, 清水/Shimizu/シミズ, "
    "山口/Yamaguchi/ヤマグチ, 池田/Ikeda/イケダ, 阿部/Abe/アベ, 長谷川/Hasegawa/ハセガワ, "
    "五十嵐/Igarashi/イガラシ, 東海林/Shoji/ショウジ, 勅使河原/Teshigawara/テシガワラ"
)
JAPANESE_WOMEN: Final = read_parts(
    "花子/Hanako/ハナコ, 美咲/Misaki/ミサキ, 陽子/Yoko/ヨウコ, さくら/Sakura/サクラ, 久美子/Kumiko/クミコ, "
    "千代/Chiyo/チヨ, 結衣/Yui/ユイ, 恵子/Keiko/ケイコ, ひなた/Hinata/ヒナタ, 真由美/Mayumi/マユミ, "
    "葵/Aoi/アオイ, 由美子/Yumiko/ユミコ, 京子/Kyoko/キョウコ, 凛/Rin/リン"
)
JAPANESE_MEN: Final = read_parts(
    "太郎/Taro/タロウ, 健一/Kenichi/ケンイチ, 翔太/Shota/ショウタ, 大輔/Daisuke/ダイスケ, 誠/Makoto/マコト, "
    "蓮/Ren/レン, 勝/Masaru/マサル, 龍之介/Ryunosuke/リュウノスケ, 一郎/Ichiro/イチロウ, 浩二/Koji/コウジ, "
    "健/Ken/ケン, 修/Osamu/オサム, 隆/Takashi/タカシ, 悠真/Yuma/ユウマ"
)
JAPANESE_RARE: Final = (
    read_parts(
        "青/ao/アオ, 赤/aka/アカ, 朝/asa/アサ, 石/ishi/イシ, 市/ichi/イチ, 岩/iwa/イワ, 梅/ume/ウメ, 大/o/オオ, "
        "岡/oka/オカ, 奥/oku/オク, 笠/kasa/カサ, 金/kane/カネ, 亀/kame/カメ, 川/kawa/カワ, 北/kita/キタ, "
        "倉/kura/クラ, 黒/kuro/クロ, 坂/saka/サカ, 桜/sakura/サクラ, 篠/shino/シノ, 島/shima/シマ, 下/shimo/シモ, "
        "白/shira/シラ, 杉/sugi/スギ, 関/seki/セキ, 高/taka/タカ, 滝/taki/タキ, 竹/take/タケ, 立/tachi/タチ, "
        "谷/tani/タニ, 塚/tsuka/ツカ, 土/tsuchi/ツチ, 寺/tera/テラ, 戸/to/ト, 富/tomi/トミ, 長/naga/ナガ, "
        "中/naka/ナカ, 夏/natsu/ナツ, 西/nishi/ニシ, 萩/hagi/ハギ, 橋/hashi/ハシ, 畑/hata/ハタ, 花/hana/ハナ, "
        "浜/hama/ハマ, 原/hara/ハラ, 東/higashi/ヒガシ, 広/hiro/ヒロ, 福/fuku/フク, 藤/fuji/フジ, 古/furu/フル, "
        "星/hoshi/ホシ, 細/hoso/ホソ, 堀/hori/ホリ, 前/mae/マエ, 松/matsu/マツ, 丸/maru/マル, 水/mizu/ミズ, "
        "南/minami/ミナミ, 宮/miya/ミヤ, 村/mura/ムラ, 森/mori/モリ, 柳/yanagi/ヤナギ, 山/yama/ヤマ, 横/yoko/ヨコ, "
        "吉/yoshi/ヨシ, 若/waka/ワカ, 鷲/washi/ワシ"
    ),
    read_parts(", ヶ/ga/ガ"),
    read_parts(
        "田/da/ダ, 川/kawa/カワ, 山/yama/ヤマ, 本/moto/モト, 村/mura/ムラ, 野/no/ノ, 原/hara/ハラ, 島/shima/シマ, "
        "木/ki/キ, 井/i/イ, 口/guchi/グチ, 沢/zawa/ザワ, 崎/saki/サキ, 橋/hashi/ハシ, 谷/tani/タニ, 岡/oka/オカ, "
        "尾/o/オ, 見/mi/ミ, 瀬/se/セ, 浦/ura/ウラ, 内/uchi/ウチ, 下/shita/シタ, 上/gami/ガミ, 塚/zuka/ヅカ, "
        "森/mori/モリ, 林/bayashi/バヤシ, 越/koshi/コシ, 江/e/エ, 畑/hata/ハタ, 部/be/ベ, 津/tsu/ツ, 戸/to/ト, "
        "倉/kura/クラ, 城/shiro/シロ, 池/ike/イケ, 松/matsu/マツ, 坂/saka/サカ, 葉/ba/バ, 石/ishi/イシ, 垣/gaki/ガキ"
    ),
)
JAPANESE_RARE_WOMEN: Final = (
    read_parts(
        "明/aki/アキ, 綾/aya/アヤ, 智/tomo/トモ, 和/kazu/カズ, 清/kiyo/キヨ, 幸/yuki/ユキ, 里/sato/サト, "
        "静/shizu/シズ, 千/chi/チ, 奈/na/ナ, 直/nao/ナオ, 夏/natsu/ナツ, 春/haru/ハル, 久/hisa/ヒサ, 史/fumi/フミ, "
        "真/ma/マ, 麻/asa/アサ, 満/mitsu/ミツ, 由/yu/ユ, 優/yu/ユウ, 理/ri/リ, 瑠/ru/ル, 玲/rei/レイ"
    ),
    read_parts(
        "子/ko/コ, 美/mi/ミ, 江/e/エ, 奈/na/ナ, 香/ka/カ, 代/yo/ヨ, 穂/ho/ホ, 音/ne/ネ, 乃/no/ノ, 沙/sa/サ, "
        "希/ki/キ, 帆/ho/ホ, 菜/na/ナ"
    ),
)
JAPANESE_RARE_MEN: Final = (
    read_parts(
        "明/aki/アキ, 篤/atsu/アツ, 和/kazu/カズ, 勝/katsu/カツ, 清/kiyo/キヨ, 邦/kuni/クニ, 茂/shige/シゲ, "
        "孝/taka/タカ, 武/take/タケ, 忠/tada/タダ, 哲/tetsu/テツ, 敏/toshi/トシ, 智/tomo/トモ, 直/nao/ナオ, "
        "信/nobu/ノブ, 春/haru/ハル, 久/hisa/ヒサ, 秀/hide/ヒデ, 博/hiro/ヒロ, 正/masa/マサ, 道/michi/ミチ, "
        "光/mitsu/ミツ, 元/moto/モト, 康/yasu/ヤス, 幸/yuki/ユキ, 義/yoshi/ヨシ"
    ),
    read_parts(
        "夫/o/オ, 之/yuki/ユキ, 彦/hiko/ヒコ, 人/to/ト, 樹/ki/キ, 也/ya/ヤ, 郎/ro/ロウ, 明/aki/アキ, 広/hiro/ヒロ, "
        "治/ji/ジ, 司/shi/シ, 斗/to/ト, 行/yuki/ユキ, 文/fumi/フミ"
    ),
)

KOREAN_FAMILIES: Final = read_parts(
    "김/Kim, 이/Lee, 박/Park, 최/Choi, 정/Jung, 강/Kang, 조/Cho, 윤/Yoon, 장/Jang, 임/Lim, 한/Han, 오/Oh, "
    "서/Seo, 신/Shin, 권/Kwon, 황/Hwang, 안/Ahn, 송/Song, 전/Jeon, 홍/Hong, 유/Yoo, 고/Ko, 문/Moon, 양/Yang, "
    "손/Son, 배/Bae, 백/Baek, 허/Heo, 남/Nam, 심/Shim, 노/Noh, 하/Ha, 곽/Kwak, 성/Sung, 차/Cha, 주/Joo, 우/Woo, "
    "구/Koo, 민/Min, 류/Ryu, 나/Na, 진/Jin, 지/Ji, 엄/Eom, 남궁/Namgung, 황보/Hwangbo, 선우/Sunwoo, 제갈/Jegal"
)
KOREAN_WOMEN: Final = read_parts(
    "서연/Seo-yeon, 민지/Min-ji, 지우/Ji-woo, 영희/Young-hee, 은/Eun, 수빈/Su-bin, 하윤/Ha-yoon, 미경/Mi-kyung"
)
KOREAN_MEN: Final = read_parts(
    "민준/Min-jun, 도윤/Do-yun, 성호/Sung-ho, 철수/Cheol-su, 준/Jun, 현우/Hyun-woo, 재석/Jae-seok, 상훈/Sang-hoon"
)
KOREAN_RARE_GIVEN: Final = (
    read_parts(
        "서/seo, 지/ji, 민/min, 하/ha, 수/su, 예/ye, 도/do, 준/jun, 현/hyun, 성/sung, 영/young, 은/eun, 정/jung, "
        "승/seung, 태/tae, 재/jae, 동/dong, 상/sang, 경/kyung, 혜/hye, 미/mi, 유/yu, 우/woo, 진/jin, 인/in, 주/ju, "
        "보/bo, 소/so, 나/na, 다/da, 병/byung, 철/cheol, 광/kwang, 기/ki, 명/myung, 복/bok, 순/soon, 용/yong, 종/jong"
    ),
    read_parts(
        "연/-yeon, 윤/-yoon, 아/-a, 현/-hyun, 희/-hee, 준/-jun, 은/-eun, 진/-jin, 수/-su, 영/-young, 호/-ho, "
        "원/-won, 민/-min, 빈/-bin, 석/-seok, 훈/-hoon, 규/-kyu, 철/-cheol, 식/-sik, 자/-ja, 숙/-sook, 순/-soon, "
        "경/-kyung, 혁/-hyuk, 율/-yul, 린/-rin, 서/-seo, 정/-jung, 람/-ram, 솔/-sol"
    ),
)

CHINESE_FAMILIES: Final = read_parts(
    "王/Wang, 李/Li, 张/Zhang, 刘/Liu, 陈/Chen, 杨/Yang, 黄/Huang, 赵/Zhao, 吴/Wu, 周/Zhou, 徐/Xu, 孙/Sun, "
    "马/Ma, 朱/Zhu, 胡/Hu, 郭/Guo, 何/He, 林/Lin, 高/Gao, 罗/Luo, 郑/Zheng, 梁/Liang, 谢/Xie, 宋/Song, 唐/Tang, "
    "许/Xu, 韩/Han, 冯/Feng, 邓/Deng, 曹/Cao, 彭/Peng, 曾/Zeng, 肖/Xiao, 田/Tian, 董/Dong, 潘/Pan, 袁/Yuan, "
    "蔡/Cai, 蒋/Jiang, 余/Yu, 杜/Du, 叶/Ye, 程/Cheng, 魏/Wei, 苏/Su, 吕/Lü, 丁/Ding, 任/Ren, 欧阳/Ouyang, "
    "司马/Sima, 诸葛/Zhuge, 上官/Shangguan"
)
CHINESE_WOMEN: Final = read_parts(
    "秀英/Xiuying, 丽/Li, 静怡/Jingyi, 雪梅/Xuemei, 思雨/Siyu, 敏/Min, 芳/Fang, 桂兰/Guilan"
)
CHINESE_MEN: Final = read_parts(
    "伟/Wei, 建国/Jianguo, 小明/Xiaoming, 子轩/Zixuan, 志强/Zhiqiang, 军/Jun, 磊/Lei, 浩然/Haoran"
)
CHINESE_RARE_GIVEN: Final = (
    read_parts(
        "安/an, 博/bo, 晨/chen, 春/chun, 德/de, 东/dong, 凤/feng, 光/guang, 国/guo, 海/hai, 红/hong, 慧/hui, 佳/jia, "
        "建/jian, 金/jin, 俊/jun, 凯/kai, 兰/lan, 立/li, 林/lin, 美/mei, 明/ming, 宁/ning, 鹏/peng, 琪/qi, 荣/rong, "
        "瑞/rui, 少/shao, 诗/shi, 淑/shu, 天/tian, 婷/ting, 文/wen, 晓/xiao, 欣/xin, 雅/ya, 永/yong, 玉/yu, 泽/ze, "
        "振/zhen"
    ),
    read_parts(
        "斌/bin, 超/chao, 成/cheng, 飞/fei, 峰/feng, 刚/gang, 涵/han, 豪/hao, 华/hua, 辉/hui, 杰/jie, 娟/juan, "
        "康/kang, 莉/li, 亮/liang, 玲/ling, 龙/long, 梅/mei, 娜/na, 平/ping, 倩/qian, 琴/qin, 山/shan, 松/song, "
        "涛/tao, 祥/xiang, 霞/xia, 旭/xu, 燕/yan, 阳/yang, 怡/yi, 英/ying, 宇/yu, 云/yun, 珍/zhen"
    ),
)

VIETNAMESE_FAMILIES: Final = read_parts(
    "Nguyễn, Trần, Lê, Phạm, Hoàng, Huỳnh, Phan, Vũ, Võ, Đặng, Bùi, Đỗ, Hồ, Ngô, Dương, Lý, Đào, Đoàn, Vương, "
    "Trịnh, Trương, Đinh, Lâm, Phùng, Mai, Tô, Hà, Tạ"
)
VIETNAMESE_WOMEN: Final = read_parts("Thị Mai, Thị Hồng Nhung, Ngọc Ánh, Thị Thuỷ, Kim Phượng, Thị Lan, Thuỳ Dương")
VIETNAMESE_MEN: Final = read_parts("Văn Đức, Minh Quân, Quốc Bảo, Hữu Phước, Văn Hùng, Đình Phong, Gia Huy")
_VIETNAMESE_LAST: Final = read_parts(
    "An, Anh, Bình, Châu, Chi, Cúc, Dung, Đông, Giang, Hà, Hải, Hạnh, Hiền, Hoa, Hương, Khánh, Lam, Liên, Linh, "
    "Long, Ly, My, Nam, Nga, Ngân, Nhi, Như, Oanh, Phúc, Quyên, Quỳnh, Sơn, Tâm, Thanh, Thảo, Thịnh, Thu, Tiên, "
    "Trang, Trúc, Tú, Tuyết, Uyên, Vân, Việt, Vinh, Xuân, Yến"
)
VIETNAMESE_RARE_WOMEN: Final = (
    read_parts("Thị_, Ngọc_, Kim_, Thuỳ_, Bích_, Hồng_, Thị Ngọc_, Thị Thu_, Mỹ_, Thanh_"),
    _VIETNAMESE_LAST,
)
VIETNAMESE_RARE_MEN: Final = (
    read_parts("Văn_, Hữu_, Đức_, Minh_, Quang_, Quốc_, Xuân_, Đình_, Công_, Thành_"),
    _VIETNAMESE_LAST,
)
