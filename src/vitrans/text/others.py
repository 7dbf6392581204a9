"""Words of languages other than English and Vietnamese: enough to name a sentence's language.

The usual short words of each language in Latin script, with some greetings, and letters that few
others have. A word may be of several languages, or be English or Vietnamese too; who asks weighs
the words of a text together (`vitrans.language`).
"""

import re
from collections import defaultdict
from functools import cache

# By code (ISO 639-1): letters that speak for a language, and words.
_LANGUAGES = {
    "de": (
        "äöüß",
        """
der die das und ist nicht mit ein eine einen einem einer für auf von dem den des sich auch wird sind
zu ich sie er es wie geht guten gute morgen tag abend am im in hier zur zum bei nach aus wir ihr
ihre haben hat habe wurde werden über oder aber wenn dass noch nur kein keine heute war an was sehr
mein dein uns euch mich dich mir dir danke bitte kann muss man immer mehr durch gegen schon vom wo
warum wann zwei drei jahr jahre jahren seit diese dieser dieses alle ihm ihn unter zwischen während
regierung steuern menschen leute stadt land preise polizei kinder frau frauen mann männer haus
arbeit leben welt woche monat montag dienstag mittwoch donnerstag freitag samstag sonntag gestern
wieder weiter viele vieles wenig neue neuen neuer neues große großen kleine kleinen deutsche
deutschen deutschland sagt sagte gibt kommt steht will soll sollen müssen dürfen mussten konnte
können weil damit dazu dort denn doch also etwas jetzt bleibt macht machen nichts niemand einmal
seine seiner seinen ohne trifft gewinnt sucht spielen stadtrat hund katze vogel pferd kuh bruder
schwester mutter vater sohn tochter eltern freund freundin schule schüler lehrer lehrerin arzt
krankenhaus kirche straße bahnhof zug flughafen buch brot milch fleisch wasser kaffee apfel fisch
tür fenster tisch küche garten schläft isst trinkt liest schreibt läuft spielt wohnt arbeitet lernt
kauft verkauft öffnet schließt beginnt endet fällt steigt verliert singt tanzt kocht fährt fliegt
hilft liebt hört sieht spricht lacht weint rot grün blau schwarz weiß schön alt jung kalt warm krank
müde spät früh nacht abends sommer herbst frühling zinsen wahl krieg frieden
liebe liebst schatz herz vergiss glaube denke leider natürlich genau
""",
    ),
    "es": (
        "ñ¿¡",
        """
el la los las una un del de que por con para está están esta este como más pero su sus ser fue son
hay es muy también todo todos desde cuando donde sobre porque lo le se sin no en y a al yo mi tu nos
usted hola gracias buenos buenas días tardes noches qué cómo tengo tiene hace hoy nada algo eso esto
dónde sí ya había han ha sido entre hasta nuestro otra otro ayer año años dos tres aquí ahora
siempre nunca así bien mucho muchos gran según gobierno ciudad gente país países precios presidente
presidenta ministro policía policia mujer mujeres hombre hombres niños casa mundo vida trabajo
tiempo semana mes lunes martes miércoles jueves viernes sábado domingo nuestra nuestros nuestras
ella ellos quiere quiero puede pueden debe viaja dice dijo dijeron tienen vamos comer agua mejor
grande nuevo nueva nuevos nuevas primer primera mismo misma cada durante contra antes después aunque
mientras gusta sale llega hablar hacer mucha muchas unos unas perro gato pájaro caballo vaca hermano
hermana madre padre hijo hija hijos padres amigo amiga niño niña escuela maestro maestra médico
hospital iglesia calle tren coche aeropuerto libro pan leche carne café manzana pescado puerta
ventana mesa cocina jardín duerme come bebe lee escribe corre juega vive trabaja estudia compra
vende abre cierra empieza comienza termina cae sube baja pierde canta baila vuela ayuda ama escucha
habla ríe llora rojo verde azul negro blanco bonito viejo joven frío caliente enfermo cansado tarde
temprano noche verano otoño invierno primavera banco tasa huelga guerra elecciones lluvia llueve
será quién amo amor corazón loca siento quieres sabes creo verdad claro pues
""",
    ),
    "fr": (
        "çœëïû",
        """
le la les des une un et est pas dans pour sur avec qui que ce cette ces sont aux du au nous vous ils
elle il je tu on été avait plus mais leur par où être très tout comme sans chez de en ne se sa son
mon ma ses mes bonjour bonsoir merci comment quoi faire fait sais suis ai a ont était aussi encore
même deux si y à trois jours jour depuis ans année aujourd hui bien toujours jamais leurs notre
votre après avant contre peut gouvernement ministre président présidente pays ville gens homme
hommes femme femmes enfants enfant maison monde vie travail temps semaine mois lundi mardi mercredi
jeudi vendredi samedi dimanche hier demain matin soir veut veux peux doit faut dit disent cela ceci
celui celle dont alors donc ainsi ici rien personne autre autres nouveau nouvelle nouveaux grand
grande petit petite premier première cherche cinq quatre police prix eau selon pendant parce moins
beaucoup avoir fois chaque chien chat oiseau cheval vache frère soeur sœur mère père fils fille
parents ami amie école élève professeur médecin hôpital église rue gare train voiture aéroport livre
pain lait viande café pomme poisson porte fenêtre table cuisine jardin dort mange boit lit écrit
court joue habite vit travaille étudie achète vend ouvre ferme commence finit tombe monte baisse
gagne perd chante danse vole aide aime écoute parle rit pleure rouge vert bleu noir blanc beau belle
vieux jeune froid chaud malade fatigué tard tôt nuit automne hiver printemps banque taux hausse
grève guerre élections pluie pleut mange-t-il regarde arrive part reste
c qu amour aimes coeur cœur bonne journée voilà allons crois
""",
    ),
    "it": (
        "",
        """
il lo la gli le della delle dei del di che non per con una un sono è anche più come questo questa
nel nella alla degli dalla essere stato ma molto dove quando perché ha hanno ho e i si no ciao
grazie buongiorno buona sera cosa oggi mi ti ci io tu noi loro mio sua suo al da su fa so tutto
tutti dal sulla tre anni anno giorno ogni dopo prima bene sempre mai stata due tra fra ed governo
ministro presidente paese città gente uomo uomini donna donne bambini casa mondo vita lavoro tempo
settimana mese lunedì martedì mercoledì giovedì venerdì sabato domenica ieri domani mattina vuole
voglio può possono deve devono dice detto fatto abbiamo hai avete siamo siete allo alle agli nelle
sulle dai dalle questi queste quello quella quelli ancora quindi così senza altro altra altri nuovo
nuova grande piccolo primo prezzi acqua polizia cerca mangiare fare piace cinque otto arriva lui lei
cane gatto uccello cavallo mucca fratello sorella madre padre figlio figlia figli genitori amico
amica ragazzo ragazza scuola maestro maestra medico ospedale chiesa strada treno macchina aeroporto
libro pane latte carne caffè mela pesce porta finestra tavolo cucina giardino dorme mangia beve
legge scrive corre gioca vive abita lavora studia compra vende apre chiude comincia inizia finisce
cade sale scende vince perde canta balla vola aiuta ama ascolta parla ride piange rosso verde nero
bianco bello vecchio giovane freddo caldo malato stanco tardi presto notte estate autunno inverno
primavera banca tasso sciopero guerra elezioni pioggia piove
c dolce amore amo mia cuore sei bella prego
""",
    ),
    "pt": (
        "ç",
        """
o a os as um uma não com para por que do da dos das em no na nos nas é são como mais seu sua foi
muito também está esta este isso ser ao pelo pela quando onde até já eu ele ela nós você eles olá
obrigado obrigada bom boa dia noite tem mas se de e meu minha ou há nada hoje fazer vai três dois
anos ano depois antes bem sempre nunca muitos disse pode sobre entre ainda governo ministro
presidente país cidade gente homem homens mulher mulheres crianças meninos casa mundo vida trabalho
tempo semana mês segunda terça quarta quinta sexta sábado domingo ontem amanhã manhã quer quero
podem deve diz temos elas nossa nosso novo nova grande primeiro primeira água polícia policia preços
comer gosto porque durante contra mesmo cada outro outra procura estão sem seus suas cachorro cão
gato pássaro cavalo vaca irmão irmã mãe pai filho filha filhos pais amigo amiga menino menina escola
professor professora médico hospital igreja rua trem comboio carro aeroporto livro pão leite carne
café maçã peixe porta janela mesa cozinha jardim dorme come bebe lê escreve corre joga vive mora
trabalha estuda compra vende abre fecha começa termina cai sobe desce ganha perde canta dança voa
ajuda ama ouve fala ri chora vermelho verde azul preto branco bonito velho jovem frio quente doente
cansado tarde cedo verão outono inverno primavera banco num numa taxa greve guerra eleições chuva
chove
""",
    ),
    "nl": (
        "ë",
        """
de het een van en niet is op te met voor zijn aan dat die ook naar worden wordt bij door maar als
nog wel geen deze hun haar heeft hebben waar ik wat we je hij zij ze in er was goedemorgen dank dag
moet kan mijn uw om uit over dan zo veel meer dit tot kinderen jaar jaren twee drie altijd nooit
goed hier ons onze tegen tussen want regering minister land mensen stad politie vrouw vrouwen man
mannen kind huis wereld leven werk tijd week maand maandag dinsdag woensdag donderdag vrijdag
zaterdag zondag gisteren vandaag morgen weer blijft komt gaat staat wil willen zegt zei zoekt wonen
trein belastingen prijzen nieuwe grote kleine eerste andere niets iets iemand omdat toen dus alleen
wij jullie zich zelf zonder na onder alles laat water hond kat vogel paard koe broer zus moeder
vader zoon dochter ouders vriend vriendin school leraar dokter ziekenhuis kerk straat station auto
vliegveld boek brood melk vlees koffie appel vis deur raam tafel keuken tuin slaapt eet drinkt leest
schrijft loopt speelt woont werkt leert studeert koopt verkoopt opent sluit begint eindigt valt
stijgt daalt wint verliest zingt danst kookt rijdt vliegt helpt houdt hoort ziet spreekt lacht huilt
rood groen blauw zwart wit mooi oud jong koud ziek moe vroeg nacht zomer herfst lente rente oorlog
verkiezingen regen regent september oktober januari februari maart april juni juli augustus
""",
    ),
    "id": (
        "",
        """
yang dan di ini itu dengan untuk dari pada adalah tidak akan ke dalam juga oleh sebagai telah mereka
kami kita bisa dapat sudah saya anda karena atau lebih ada banyak seperti apa kabar selamat pagi
terima kasih hari setiap orang dia aku kamu harus hanya belum sangat saat tahun bagi secara harga
kepada antara dua tiga seorang masih setelah sebelum negara rumah anak pemerintah presiden menteri
polisi kota desa beras pasar kereta sekolah pajak pria wanita perempuan ibu bapak dunia hidup kerja
waktu minggu bulan senin selasa rabu kamis jumat sabtu kemarin besok sekarang ingin mau pergi datang
makan minum suka naik turun lagi sedang pernah baru besar kecil baik semua lain sendiri sampai tanpa
ketika bertemu mencari menjadi membuat mengatakan kata warga jalan lima empat enam juta ribu menit
jam terlambat nasi anjing kucing burung kuda sapi adik kakak saudara ayah keluarga teman guru murid
dokter sakit gereja masjid stasiun mobil bandara buku roti susu daging kopi apel ikan pintu jendela
meja dapur kebun tidur membaca menulis berlari bermain tinggal bekerja belajar membeli menjual
membuka menutup mulai selesai jatuh menang kalah menyanyi menari memasak terbang membantu mendengar
melihat berbicara tertawa menangis merah hijau biru hitam putih cantik tua muda dingin panas lelah
malam siang sore hujan
""",
    ),
    "ms": (
        "",
        """
yang dan di ini itu dengan untuk dari pada ialah adalah tidak akan ke dalam juga oleh sebagai telah
mereka kami kita boleh dapat sudah saya anda kerana atau lebih ada banyak seperti apa khabar selamat
pagi terima kasih hari setiap orang dia awak harus hanya belum sangat tahun bagi iaitu mahu harga
kepada antara dua tiga seorang masih selepas sebelum negara rumah anak kerajaan perdana menteri
polis bandar beras pasar sekolah cukai lelaki wanita perempuan dunia hidup kerja masa minggu bulan
semalam esok sekarang pergi datang makan suka naik turun lagi sedang pernah baru besar kecil baik
semua lain sendiri
""",
    ),
    "tl": (
        "",
        """
ang ng mga sa na ay ito at hindi siya kung para ako ikaw nila namin natin isang pero dahil din niya
kaniyang rin wala mayroon ko mo ka po si ni ano salamat magandang umaga kayo tayo kami sila lang may
maraming inyong lahat araw taon dalawa tatlo gobyerno pangulo tao bata bahay gusto gustong kumain
ngayon bukas kahapon mabuti ginagawa sabi sinabi
""",
    ),
    "sv": (
        "åäö",
        """
och att det som en på är för med inte av den till ett om har de var jag men han hon från vi kan så
eller efter när också mycket vad ska hej tack god morgon du dig mig vara blir under över ni sig i
dag varje år två tre aldrig alltid bra mot mellan här där regeringen regering vill människor barn
huset staden polisen igår idag imorgon skatterna priser året nya stora säger sade hund hunden katt
katten fågel häst bror syster mor far son dotter vän skola lärare läkare sjukhus kyrka gata tåg bil
bok bröd mjölk kött kaffe äpple fisk dörr fönster bord kök sover äter dricker läser skriver springer
leker spelar bor arbetar jobbar studerar köper säljer öppnar stänger börjar slutar faller stiger
vinner förlorar sjunger dansar flyger hjälper älskar hör ser talar skrattar röd grön blå svart vit
vacker gammal ung kall varm sjuk trött natt sommar höst vinter regnar
""",
    ),
    "da": (
        "åæø",
        """
og at det som en på er for med ikke af den til et om har de var jeg men han hun fra vi kan så
eller efter når også meget hvad skal hej tak god morgen du dig mig være bliver under over sig
havde i dag hver år to tre aldrig altid godt mod mellem her der
""",
    ),
    "no": (
        "åæø",
        """
og at det som en på er for med ikke av den til et om har de var jeg men han hun fra vi kan så
eller etter når også mye hva skal hei takk god morgen du deg meg være blir under over seg hadde
i dag hver år to tre aldri alltid godt mot mellom her der
""",
    ),
    "fi": (
        "äö",
        """
ja on ei se että hän minä sinä he me te ovat oli myös kun mutta tai niin kuin joka tämä kiitos
hyvää huomenta mitä missä nyt vain olen ole tehdä tiedä minun sinun vuotta kaksi kolme aina
""",
    ),
    "pl": (
        "ąćęłńśźż",
        """
się na jest że do to jak ale po za od czy był była tak dla przez tylko już może są nie w z i o
co ja ty my dzień dobry dziękuję bardzo gdzie kiedy
""",
    ),
    "cs": (
        "čďěňřšťůž",
        """
se na je že to jak ale po za od byl byla tak pro jen už jsou a v s z i o co já ty my dobrý den
děkuji velmi kde když jsem není
""",
    ),
    "hu": (
        "őű",
        """
a az és hogy nem is egy van volt ez azt meg de csak mint már köszönöm jó napot hol mikor én te
""",
    ),
    "ro": (
        "șț",
        """
și este nu în cu de la pe pentru că sunt din un care mai ce fost bună ziua mulțumesc eu tu el ea
noi foarte unde când sau am
""",
    ),
    "tr": (
        "ğış",
        """
ve bu da için ile çok daha olarak ne gibi ama var değil olan sonra kadar en bir mi ben sen biz
merhaba teşekkür günaydın nasıl nerede
""",
    ),
}
# How long words of a language look that are in no list: letters that few others put together so.
_SHAPES = {
    "de": r".*(?:ung|ungen|keit|heit|lich|liche[nmrs]?|ische[nmrs]?|ieren|iert|tsch\w*|ächt\w*)"
    r"|sch\w{3,}|(?:ge|ver|zer|ent)\w{3,}(?:t|en)|.*(?:sch|cht|tz|pf|nk|ll|ss|rr|eb|eig|eib)en",
    "es": r".*(?:ción|ciones|cion|idad|idades|iendo|aron|ieron|amente|miento|mientos|ueño|illos?)",
    "fr": r".*(?:eux|euse|euses|eaux|ement|ements|aient|ique|iques|oire|aire|aires|tion|eurs?)",
    "it": r".*(?:zione|zioni|mente|iamo|zzo|zzi|zze|ggio|ggi|cchi|cchio|[aei]re|[aiu]to|ono)",
    "pt": r".*(?:ção|ções|mente|aram|eram|iram|inho|inha|idade|eiro|eira|agem|ões)",
    "nl": r".*(?:ij|uu|aa|oe|oo|ee)\w*(?:[tdkngrmlsp]|en)|.*(?:heid|lijke?|ingen|tjes?|eerd)",
    "id": r"(?:meng?|meny|mem|ber|ter|peng?|pem|di|ke|se)\w{4,}(?:kan|an|i)"
    r"|(?:meng|meny|mem|ber|bek|peng|pem)\w{3,}|\w{4,}(?:kan|nya|lah)",
    "ms": r"(?:meng?|meny|mem|ber|ter|peng?|pem|di|ke|se)\w{4,}(?:kan|an|i)",
}
# What is said alone: no words of English or Vietnamese, but for some that both have borrowed.
_GREETINGS = {
    "fr": "bonjour|bonsoir|bonne nuit|merci|merci beaucoup|merci bien|au revoir|salut|enchanté|"
    "à bientôt|à demain|s'il vous plaît|de rien|excusez-moi|bon voyage|oui|joyeux noël",
    "es": "hola|gracias|muchas gracias|adiós|buenos días|buenas noches|buenas tardes|por favor|"
    "de nada|hasta luego|hasta mañana|feliz navidad",
    "de": "danke|danke schön|vielen dank|bitte|bitte schön|hallo|guten tag|guten morgen|"
    "guten abend|gute nacht|auf wiedersehen|tschüss|willkommen|entschuldigung|frohe weihnachten",
    "it": "ciao|grazie|grazie mille|buongiorno|buonasera|buonanotte|arrivederci|prego|per favore|"
    "scusi|benvenuto",
    "pt": "obrigado|obrigada|olá|bom dia|boa noite|boa tarde|até logo|muito obrigado",
    "nl": "dank je|dank u|dankjewel|goedemorgen|goedenavond|tot ziens|alstublieft",
    "ja": "arigato|arigatou|arigato gozaimasu|konnichiwa|konbanwa|ohayo|ohayo gozaimasu|"
    "sayonara|sumimasen|moshi moshi|itadakimasu",
    "ko": "annyeong|annyeonghaseyo|kamsahamnida|gamsahamnida|annyeong haseyo",
    "zh": "xie xie|xièxie|ni hao|nǐ hǎo|zai jian",
    "ru": "spasibo|privet|zdravstvuyte|do svidaniya|dasvidaniya",
    "id": "terima kasih|selamat pagi|selamat malam|selamat siang|selamat datang|apa kabar",
    "tl": "salamat|salamat po|maraming salamat|magandang umaga|kumusta",
    "th": "sawasdee|sawadee ka|sawasdee krub|khop khun|khob khun",
    "hi": "namaste|dhanyavaad|shukriya",
    "pl": "dziękuję|dzień dobry|cześć|do widzenia",
    "sv": "tack så mycket|god morgon|hej då",
    "tr": "merhaba|teşekkürler|teşekkür ederim|günaydın",
}
# Letters of other scripts, and the language that mostly has them; the first that fits decides.
_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]")),
    ("zh", re.compile("[\u3400-\u9fff]")),
    ("uk", re.compile("[іїєґІЇЄҐ]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("lo", re.compile("[\u0e80-\u0eff]")),
    ("km", re.compile("[\u1780-\u17ff]")),
    ("my", re.compile("[\u1000-\u109f]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("bn", re.compile("[\u0980-\u09ff]")),
    ("ta", re.compile("[\u0b80-\u0bff]")),
    ("fa", re.compile("[پچژگ]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("ka", re.compile("[\u10a0-\u10ff]")),
    ("hy", re.compile("[\u0530-\u058f]")),
)
_STOPS = re.compile(r"[\s.,!?…¡¿;:\"“”]+")

_NOUNS = frozenset(["de"])  # languages whose nouns have a capital
_LONG = 6  # letters from which a word's look says something

CODES = tuple(_LANGUAGES)
"""The languages; of two that share their words, the first is the likelier."""

_NONE: frozenset[str] = frozenset()


def languages_of(word: str) -> frozenset[str]:
    """Return the codes of the languages that have a word, or a letter of it to themselves.

    Args:
        word: letters in NFC and in small case.
    """
    words, letters = _tables()
    found = words.get(word, _NONE)
    return found if word.isascii() else found.union(*(letters.get(one, _NONE) for one in word))


def languages_like(word: str, capital: bool = False) -> frozenset[str]:
    """Return the codes of the languages that a word in none of the lists looks like.

    Args:
        word: letters in NFC and in small case.
        capital: whether it has a capital, as names have in all languages and nouns in German.
    """
    if len(word) < _LONG:
        return _NONE
    found = frozenset(code for code, shape in _shapes().items() if shape.fullmatch(word))
    return found & _NOUNS if capital else found


def greeting_language(text: str) -> str:
    """Return the code of the language of a greeting or thanks in it alone, else nothing."""
    return _greetings().get(_STOPS.sub(" ", text).strip().lower().replace("’", "'"), "")


def script_language(text: str) -> str:
    """Return the code of the language that mostly has the letters of a text, else nothing."""
    return next((code for code, letters in _SCRIPTS if letters.search(text)), "")


@cache
def _greetings() -> dict[str, str]:
    """Return the language of each greeting."""
    return {one: code for code, said in _GREETINGS.items() for one in said.split("|")}


@cache
def _shapes() -> dict[str, re.Pattern[str]]:
    """Return what finds words that look like those of a language."""
    return {code: re.compile(shape) for code, shape in _SHAPES.items()}


@cache
def _tables() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """Return the languages of each word and of each letter."""
    words: defaultdict[str, set[str]] = defaultdict(set)
    letters: defaultdict[str, set[str]] = defaultdict(set)
    for code, (own, usual) in _LANGUAGES.items():
        for word in usual.split():
            words[word].add(code)
        for letter in own:
            letters[letter].add(code)
    return _frozen(words), _frozen(letters)


def _frozen(table: dict[str, set[str]]) -> dict[str, frozenset[str]]:
    """Return a table that does not change."""
    return {key: frozenset(codes) for key, codes in table.items()}
