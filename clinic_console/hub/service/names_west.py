"""Parts of names of Europe and the lands around it, the frequent ones first, and the pieces of rare ones."""

from typing import Final

from clinic_console.hub.service.names_parts import read_parts

ARABIC_FAMILIES: Final = read_parts(
    "الأحمد/Al-Ahmad, حداد/Haddad, المصري/Al-Masri, بن علي/Ben Ali, خوري/Khoury, النجار/Al-Najjar, "
    "منصور/Mansour, السيد/El-Sayed, حسن/Hassan, إبراهيم/Ibrahim, صالح/Saleh, عثمان/Othman"
)
ARABIC_WOMEN: Final = read_parts(
    "فاطمة/Fatima, عائشة/Aisha, ليلى/Layla, نور/Nour, مريم/Maryam, زينب/Zaynab, سارة/Sara, هدى/Huda, ريم/Reem, "
    "سلمى/Salma, أمل/Amal, رنا/Rana, دعاء/Duaa, هبة/Hiba, ياسمين/Yasmin, سناء/Sanaa"
)
ARABIC_MEN: Final = read_parts(
    "محمد/Mohammed, أحمد/Ahmed, يوسف/Youssef, عبد الله/Abdullah, علي/Ali, عمر/Omar, خالد/Khalid, حسين/Hussein, "
    "كريم/Karim, طارق/Tariq, سامي/Sami, بلال/Bilal, ماجد/Majid, وليد/Walid, زياد/Ziad, فهد/Fahd"
)
ARABIC_RARE: Final = (
    read_parts(
        "باسم/basim, فارس/faris, ناصر/nasir, قاسم/qasim, رشيد/rashid, سليم/salim, شريف/sharif, طالب/talib, "
        "وهاب/wahab, زاهر/zahir, جمال/jamal, حمد/hamad, داود/dawud, راشد/rashed, سعد/saad, صباغ/sabbagh, عطار/attar, "
        "غانم/ghanim, فرح/farah, كنعان/kanaan, مراد/murad, نعيم/naeem, هاشم/hashim, يعقوب/yaqub, بركات/barakat, "
        "جابر/jabir, حلبي/halabi, دمشق/dimashq, رفاعي/rifai, زيدان/zaydan, شامي/shami, طحان/tahhan, عباس/abbas, "
        "قباني/qabbani"
    ),
    read_parts(", ي/i, اني/ani, وي/awi"),
)

GREEK_FAMILIES: Final = read_parts(
    "Παπαδάκη/Papadaki, Νικολάου/Nikolaou, Οικονόμου/Oikonomou, Γεωργίου/Georgiou, Δημητρίου/Dimitriou, "
    "Παππάς/Pappas, Αθανασίου/Athanasiou, Ιωάννου/Ioannou, Βασιλείου/Vasileiou, Μακρής/Makris"
)
GREEK_WOMEN: Final = read_parts(
    "Ελένη/Eleni, Μαρία/Maria, Αικατερίνη/Aikaterini, Βασιλική/Vasiliki, Σοφία/Sofia, Άννα/Anna, "
    "Ευαγγελία/Evangelia, Ιωάννα/Ioanna, Δέσποινα/Despoina, Χριστίνα/Christina, Φωτεινή/Foteini, Ειρήνη/Eirini, "
    "Ζωή/Zoi, Παρασκευή/Paraskevi"
)
GREEK_MEN: Final = read_parts(
    "Γιώργος/Giorgos, Δημήτρης/Dimitris, Κώστας/Kostas, Ιωάννης/Ioannis, Νικόλαος/Nikolaos, "
    "Παναγιώτης/Panagiotis, Χρήστος/Christos, Αθανάσιος/Athanasios, Μιχάλης/Michalis, Σπύρος/Spyros, "
    "Ηλίας/Ilias, Θανάσης/Thanasis"
)
GREEK_RARE: Final = (
    read_parts(", παπα/papa, χατζη/chatzi, καρα/kara"),
    read_parts(
        "αγγελ/angel, αλεξ/alex, αναστασ/anastas, αντων/anton, βασιλ/vasil, γεωργ/georg, γιανν/giann, δημητρ/dimitr, "
        "ευθυμ/efthym, ζαχαρ/zachar, ηλι/ili, θεοδωρ/theodor, κωνσταντιν/konstantin, λαζαρ/lazar, λαμπρ/lampr, "
        "μανωλ/manol, μιχαηλ/michail, νικολ/nikol, ξανθ/xanth, παναγιωτ/panagiot, πετρ/petr, σαββ/savv, σπυρ/spyr, "
        "σταυρ/stavr, στεφαν/stefan, σωτηρ/sotir, τριανταφυλλ/triantafyll, φωτ/fot, χαραλαμπ/charalamp, χρηστ/christ"
    ),
    read_parts("όπουλος/opoulos, άκης/akis, ίδης/idis, άκος/akos, έλλης/ellis, ιάδης/iadis, έας/eas, άτος/atos"),
)

UKRAINIAN_FAMILIES: Final = read_parts(
    "Шевченко/Shevchenko, Коваленко/Kovalenko, Їжак/Yizhak, Ткачук/Tkachuk, Бондаренко/Bondarenko, "
    "Мельник/Melnyk, Кравченко/Kravchenko, Олійник/Oliinyk, Поліщук/Polishchuk, Лисенко/Lysenko, "
    "Гриценко/Hrytsenko, Савчук/Savchuk"
)
UKRAINIAN_WOMEN: Final = read_parts(
    "Оксана/Oksana, Ольга/Olha, Наталія/Nataliia, Юлія/Yuliia, Ірина/Iryna, Тетяна/Tetiana, Катерина/Kateryna, "
    "Людмила/Liudmyla, Світлана/Svitlana, Марія/Mariia, Галина/Halyna, Анна/Anna, Софія/Sofiia, "
    "Вікторія/Viktoriia"
)
UKRAINIAN_MEN: Final = read_parts(
    "Андрій/Andrii, Тарас/Taras, Юрій/Yurii, Євген/Yevhen, Олександр/Oleksandr, Сергій/Serhii, "
    "Володимир/Volodymyr, Микола/Mykola, Іван/Ivan, Василь/Vasyl, Михайло/Mykhailo, Дмитро/Dmytro, "
    "Богдан/Bohdan, Максим/Maksym"
)
UKRAINIAN_RARE: Final = (
    read_parts(
        "бабич/babych, білоз/biloz, вдов/vdov, вербиц/verbyts, гайд/haid, гнат/hnat, гонч/honch, горб/horb, дем/dem, "
        "дороф/dorof, жур/zhur, заболот/zabolot, зінч/zinch, іванч/ivanch, калин/kalyn, карп/karp, клим/klym, "
        "коз/koz, кост/kost, кух/kukh, левч/levch, луц/luts, мазур/mazur, марч/march, мироф/myrof, наум/naum, "
        "остап/ostap, павл/pavl, пархом/parkhom, петр/petr, підгор/pidhor, прокоп/prokop, романч/romanch, руд/rud, "
        "сидор/sydor, степ/step, тимоф/tymof, федор/fedor, хом/khom, черн/chern, шарап/sharap, юрч/yurch, "
        "яким/yakym, яроф/yarof"
    ),
    read_parts(", ен/en, ар/ar, ов/ov"),
    read_parts("енко/enko, чук/chuk, ський/skyi, ів/iv, ук/uk, ович/ovych, юк/iuk, ак/ak, ило/ylo, ець/ets"),
)

PORTUGUESE_FAMILIES: Final = read_parts(
    "Silva, Santos, Ferreira, Pereira, Oliveira, Costa, Rodrigues, Martins, Sousa, Fernandes, Lopes, Marques, "
    "Gomes, Ribeiro, Carvalho, Almeida, Pinto, Alves, Dias, Teixeira, Monteiro, Mendes, Nunes, Moreira, Vieira, "
    "Tavares, Antunes, Correia, da Conceição, Gonçalves, dos Santos Araújo, Brandão, Simões, Guimarães"
)
PORTUGUESE_WOMEN: Final = read_parts(
    "Maria, Ana, Leonor, Matilde, Carolina, Mariana, Madalena, Joana, Sofia, Margarida, Catarina, Rita, Teresa, "
    "Graça, Luísa, Inês, Conceição, Maria de Fátima, Beatriz, Lúcia"
)
PORTUGUESE_MEN: Final = read_parts(
    "José, Manuel, Francisco, Pedro, Tiago, Rodrigo, Afonso, Miguel, Rui, Paulo, Carlos, Nuno, Duarte, Vasco, "
    "Gonçalo, João, Estêvão, Luís Filipe, António, Simão"
)
PORTUGUESE_RARE: Final = (
    read_parts(
        "al, am, ar, bar, bel, ber, bra, cal, cam, car, cas, cor, cou, cru, fer, fi, fon, frei, gal, gui, la, lou, "
        "mar, mas, mei, mo, mon, ne, oli, pa, pe, pi, por, qui, ra, re, ri, ro, sa, sei, ser, sou, ta, te, tor, val, "
        "var, ve, vi, xa"
    ),
    read_parts(", be, ca, de, ga, la, li, me, na, ri, ta, va"),
    read_parts(
        "lho, nho, des, ção, res, ncos, tos, rão, lães, das, ques, rinha, lheiro, nça, do, sa, gal, nes, meida, rro"
    ),
)

FRENCH_FAMILIES: Final = read_parts(
    "Martin, Bernard, Dubois, Thomas, Robert, Richard, Petit, Durand, Leroy, Moreau, Simon, Laurent, Michel, "
    "Garcia, Fournier, Girard, Mercier, Blanc, Guérin, Lefèvre, Bérenger-Noël, d'Aubigné, Garçon, Le Goff, Müller"
)
FRENCH_WOMEN: Final = read_parts(
    "Marie, Jeanne, Camille, Léa, Chloé, Françoise, Monique, Nathalie, Sylvie, Inès, Manon, Cécile, Aurélie, "
    "Zoë, Hélène, Anne-Sophie, Maëlys, Geneviève"
)
FRENCH_MEN: Final = read_parts(
    "Jean, Pierre, Michel, André, Philippe, René, Louis, Nicolas, Éric, Gérard, Théo, Raphaël, Benoît, François, "
    "Noël, Jean-René, Gaël, Loïc"
)
FRENCH_RARE: Final = (
    read_parts(
        "beau, ber, bou, bri, cha, char, cour, dé, du, fa, fon, gau, gir, gué, ha, jac, la, lan, le, lé, mal, mar, "
        "mé, mon, mou, né, pé, per, pou, ra, ré, ri, rou, sau, sé, tau, thé, ver, vi, vau"
    ),
    read_parts(", ber, cha, de, ga, lan, mi, na, ri, ta, to, vi"),
    read_parts(
        "ault, reau, lier, nier, zet, ron, lot, nard, vin, court, mont, quet, rand, lle, ssier, çon, tière, doux, "
        "val, nay"
    ),
)

ENGLISH_FAMILIES: Final = read_parts(
    "Smith, MacIntyre-Walsh, Okafor, Ng, van der Berg, Patel, Wu, Murphy, Kelly, O'Sullivan, Walsh, Jones, "
    "Taylor, Brown, Williams, Wilson, Johnson, Davies, Byrne, Ryan, O'Brien, Evans, Thomas, Roberts, Khan, "
    "Lewis, Clarke, Singh, Hughes, Edwards, Green, Hall, Wood, McCarthy, Gallagher, Doyle, Kennedy, Lynch, "
    "Murray, O'Connor"
)
ENGLISH_WOMEN: Final = read_parts(
    "Mary, Emma, Olivia, Sarah, Catherine, Elizabeth, Aoife, Niamh, Grace, Emily, Susan, Karen, Helen, Fiona, "
    "Róisín, Amina, Siobhán, Margaret, Mary Ann, Chidinma, Priya, Jo"
)
ENGLISH_MEN: Final = read_parts(
    "Thomas, John, James, Michael, David, Patrick, Seán, Jack, Daniel, Robert, Oisín, George, Peter, Paul, "
    "Brian, Kevin, Samuel, William, Ciarán, Emeka, Arjun, Bo"
)
ENGLISH_RARE: Final = (
    read_parts(
        "ash, black, brad, brook, bur, cal, carl, clay, clif, cop, cran, dal, darn, den, earl, east, ed, el, fair, "
        "far, gar, glad, green, had, hal, ham, har, hart, hay, hazel, hol, hur, ken, kirk, lang, law, lin, lock, "
        "mar, mel, mid, mil, moor, nor, oak, pem, pres, rad, red, ros, sel, shel, stan, sut, thorn, up, wake, war, "
        "wes, whit, win, wood, wyn"
    ),
    read_parts(", ing, er, es"),
    read_parts(
        "ford, ton, ham, ley, field, well, worth, wood, by, bury, stead, land, brook, bridge, more, man, son, gate, "
        "combe, shaw, wick, thorpe, den, don, croft, hurst, dale, mere, low, stock"
    ),
)

NORDIC_FAMILIES: Final = read_parts(
    "Hansen, Johansen, Olsen, Larsen, Andersen, Nilsen, Berg, Haugen, Johansson, Lindström, Korhonen, Virtanen, "
    "Jørgensen, Møller, Bakken, Strand, Dahl, Lund, Ødegård, Åkesson, Þórðardóttir, Hämäläinen, Sørensen, "
    "Guðmundsson"
)
NORDIC_WOMEN: Final = read_parts(
    "Anne, Ingrid, Kari, Marit, Solveig, Astrid, Liv, Nora, Ida, Sigrid, Ragnhild, Aino, Freja, Linnéa, Sólrún, "
    "Åse, Guðrún, Päivi, Bjørg, Märta"
)
NORDIC_MEN: Final = read_parts(
    "Jan, Per, Bjørn, Ole, Lars, Kjell, Knut, Magnus, Jonas, Erik, Anders, Sindre, Jürgen, Göran, Þór, Øystein, "
    "Jökull, Väinö, Håkon, Sören"
)
NORDIC_RARE: Final = (
    read_parts(
        "berg, björk, dal, ek, fjell, fors, grön, hag, hall, hed, holm, haug, kvam, lind, lund, lång, nord, ny, rød, "
        "sand, sjö, skog, sol, stein, sten, strand, sund, søder, tveit, vik, väst, åk, ås, øst, öst, ed, eng, frost, "
        "grim, hjort"
    ),
    read_parts(", e, a, ing"),
    read_parts(
        "blad, bo, by, dahl, gaard, gren, gård, heim, kvist, land, lid, løkken, man, mark, nes, näs, qvist, rud, "
        "sen, set, stad, stam, ström, strøm, sæter, vall, vang, øy, brekke, moen, sletten, bakk, holt, feldt, borg"
    ),
)

SINGLE: Final = read_parts(", ")
SINGLE_WOMEN: Final = read_parts("Wulandari, Sukarti, Ningsih, Dewi, Kartika, Lestari, Suryani, Rahayu, Hartati")
SINGLE_MEN: Final = read_parts("Suharto, Budiono, Slamet, Widodo, Sukarno, Hartono, Wahyu, Sutrisno, Mulyadi")
_SINGLE_BEGINS: Final = read_parts(
    "su, sri, har, wi, bu, dar, mul, kar, pur, sa, tri, wah, yu, rah, gun, suk, nur, en, is, pra, ha, ka, mar, pon"
)
_SINGLE_MIDDLES: Final = read_parts("di, har, ya, na, ti, ko, ma, ju, la, wi, ri, sa")
SINGLE_RARE_WOMEN: Final = (
    _SINGLE_BEGINS,
    _SINGLE_MIDDLES,
    read_parts("ti, wati, ningsih, ni, yanti, sari, astuti, ngsih"),
)
SINGLE_RARE_MEN: Final = (
    _SINGLE_BEGINS,
    _SINGLE_MIDDLES,
    read_parts("no, to, yono, di, wan, man, tono, santo, yadi"),
)

WESTERN_WOMEN: Final = (
    read_parts(
        "a, ade, al, ama, an, ari, be, bri, ca, car, chri, cla, da, dia, e, el, em, eva, fa, flo, ga, gi, gra, ha, "
        "he, i, is, jo, ju, ka, la, li, lo, lu, ma, mi, mo, na, ni, o, pa, ra, ro, sa, se, ste, su, ta, te, va, ve, "
        "vi, wi, za"
    ),
    read_parts(
        "bella, belle, cia, dra, leen, lena, lia, lyn, mara, mia, na, nda, nia, ra, rina, ssa, tha, thea, trice, "
        "vera, vina, zia, lde, nora, ria, line, dia, riel, nka"
    ),
)
WESTERN_MEN: Final = (
    read_parts(
        "a, ad, al, an, ar, be, ben, bru, ca, cla, co, da, de, do, ed, el, em, er, fa, fe, fre, ga, ge, gil, ha, "
        "hen, hu, i, ja, jo, ju, ka, ke, la, le, lo, lu, ma, mar, mi, na, ne, o, os, pa, ra, re, ro, ru, sa, se, "
        "ste, te, ti, va, vi"
    ),
    read_parts(
        "bert, bin, cas, cian, cio, das, dan, den, dolf, don, dric, fred, gor, ias, jan, kas, lan, lin, lio, man, "
        "mon, nard, nold, ras, ric, rian, rin, sandro, stan, tor, vin, ward, xander"
    ),
)
