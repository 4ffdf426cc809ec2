"""Words that carry grammar, and words that deny: what an editor may change freely, and what turns a text around.

Of many languages at once, for a short text seldom says which one it is. No word stands here that is a noun, a name or a
fact in another of them ("will", "hat", "door"), and none whose change is news ("today", "more", "after").
"""

_WORDS = """
a an the and but for not you she his her its our your their they them this that these those there here with from
into upon onto have has had having been being were was are is does did done doing would could should might must
shall about what which when where while who whom whose how why than then also just even only very really quite
rather some such same other another each every both much many most well still already again ever because since
though although however therefore indeed actually simply perhaps maybe almost within among between through during
across against toward towards yourself myself himself herself itself themselves ourselves it's i'm i've i'll i'd
you're we're they're that's there's there let's in on at of to by as if so or it he we my me us be do go no yes one
any all own too yet via per der die das den dem des ein eine einen einem einer eines und oder aber dass denn weil
wenn dann doch noch auch nur schon sehr sich mich mir dir dich ihr ihn ihm ihnen ihre ihren ihrem ihrer sein seine
seinen seinem seiner mein meine meinen meinem meiner unser unsere unseren dein deine wir sie haben habe hatte hatten
sind waren wurde wurden werden wird worden kann können konnte konnten muss müssen soll sollen sollte würde würden
durch über unter zwischen gegen beim zum zur vom eben ganz etwas immer diese dieser dieses diesen diesem jede jeder
jedes alle allen alles andere anderen welche welcher einfach ziemlich wirklich leider sogar auf aus bei mit von als
wie für bis dort hier damit dabei dazu davon les des une dans pour avec sans sur par mais donc que qui dont leur
leurs cette cet ces ses mon mes nos notre vos votre nous vous ils elles elle lui eux sont était étaient étais avait
avaient avons avez ont sera serait être avoir fait faire tout tous toute toutes très bien aussi encore même comme
quand alors ainsi puis déjà depuis pendant entre vers chez parce peut plutôt vraiment toujours ici c'est qu'il
qu'elle qu'on j'ai n'est d'un d'une l'on est les aux ici los las una unos unas del con por para como pero cuando
donde quien cual cuyo este esta estos estas ese esa esos esas aquel aquella ellos ellas nosotros usted ustedes
nuestro nuestra sus mis han había habían hay haber tiene tienen tenía estar estaba estaban está están eres somos
fueron sido siendo muy también aunque entre desde hasta sobre según porque todo toda todos todas otro otra otros
otras mismo misma cada bien incluso realmente ya que ser así ahí aquí gli dei degli delle della dello dell nel nella
nelle negli nello alla alle allo agli dal dalla dalle dai sul sulla sulle con per una uno che chi cui come quando
quello quella quelli quelle questo questa questi queste sono siamo erano stato stata stati hanno aveva avevano
abbiamo essere avere molto anche ancora però perché quindi così ogni tutto tutta tutti tutte altro altra altri altre
stesso stessa loro nostro nostra suoi fra tra verso proprio davvero uma umas uns dos das nos nas pelo pela pelos
pelas com para por como mas quando onde quem qual este esta estes estas esse essa esses essas aquele aquela isso
isto eles elas você vocês nosso nossa seus suas meu minha são está estão estava foram tinha tinham têm havia muito
também ainda porque então entre desde até sobre todo toda todos todas outro outra outros outras mesmo mesma cada bem
sido sendo realmente het een voor met over onder tussen maar want omdat dat deze dit die daar hier waar wanneer
heeft hebben hadden werd werden wordt worden zijn waren zou zouden kunnen kon moet moeten zich haar hun mijn onze
jullie heel erg ook nog toch alleen altijd alle alles andere ander elke ieder zelf echt och att det den som för med
till från eller inte när var vara varit hade har kan kunde ska skulle denna detta dessa sina sitt hans hennes deras
från även också bara mycket alla allt andra samma mellan under över genom efter här där og ikke til fra eller når
være været havde hadde kunne skulle ville denne dette disse hans hendes deres også bare meget alle alt andre samme
mellem mellom gennem gjennom jest są był była było były być będzie tego temu tych tym tej ten jego jej ich nasz
nasza mój moja swój swoje przez przy oraz albo lub czy jak kiedy gdzie który która które których którzy dla nad
bardzo także też jeszcze już tylko nawet więc jednak ponieważ żeby aby wszystko wszystkie wszyscy inne inny każdy
sobie mnie naprawdę między jsem jsi jsou jsme byl byla bylo byli bude být toho tomu tento tato toto těch jeho její
jejich nebo jako když kde který která které pro před nad velmi také ještě pouze tedy však protože aby všechno
všichni jiný každý sobě mezi opravdu sunt este era erau fost fiind avea avut pentru prin despre între spre către dar
sau însă deci când unde care cine acest această acesta aceasta aceste acel acea lui lor nostru noastră foarte încă
chiar doar toate toți alt altă fiecare это этот эта эти этого этой этом этих был была было были быть будет есть его
ему они она оно мне меня тебя себя себе нас вас нам вам наш наша ваш свой свою своей который которая которые которых
которой или если когда где как что чтобы потому поэтому также тоже ещё еще уже только даже очень просто для при над
под через между про все всё всех всего весь вся другой другие каждый самый можно может именно вообще действительно
так вот там тут она цей ця ці було були бути його вони мене тебе себе який яка які або якщо коли чому також ще вже
тільки навіть дуже просто для між через все всі інший кожний може bir bu şu ve ile için gibi kadar ama fakat veya
çok çünkü olan olarak oldu olduğu olduğunu olur idi ise sen biz siz onlar benim bizim onun onların kendi her hiçbir
bütün tüm bazı şey gerçekten diye yang ini itu untuk dengan dari pada oleh adalah akan telah sudah masih juga karena
tetapi tapi atau jika kalau saya kami kita mereka dia anda sangat sekali lagi saja hanya bisa dapat dalam para
sebagai seperti agar supaya banget oli ovat olla olen olin olivat ollut että mutta kun joka jotka myös vain hyvin
niin kuin sitä tämä tämän nämä hänen heidän meidän ja tai jos vielä aivan todella hogy egy és vagy volt voltak lesz
lenni csak még már mert amely aki ami ezt azt ez az nagyon itt ott minden στο στη στην στον στα του της των τον την
τους τις και για από που πως ότι είναι ήταν έχει είχε αλλά όταν πολύ αυτό αυτή αυτός αυτά μας σας μου σου ένα μια في
من على إلى عن مع هذا هذه ذلك تلك التي الذي الذين كان كانت يكون تكون هو هي هم نحن أنا أنت لقد قد كما حيث بين عند لكن
ولكن أو ثم حتى بعض كل جدا أيضا فقط منذ كنت של את עם על אל אני אתה היא הוא הם הן אנחנו זה זאת אלה היה היתה היו יש גם
רק אבל או כי אם כאשר איך כמו יותר מאוד עוד כל यह वह इस उस के की का को से में पर और या है हैं था थी थे हो गया गई रहा
रही रहे भी ही तो कि जो एक बहुत लिए साथ कर این آن است بود شد را که از به در با برای هم نیز یک خیلی های می ها không và
là của có được trong cho với này rất đã
ist wer wohl wäre warum vielleicht bzw hab habt seid wollen wollte ihres dessen deren jemand qué eso algo tan siempre
esto estoy soy tengo puede puedo pueden hemos fue ella mí el la le lo il un du je tu se si ce te da di su mi ti ci vi
ik ze za na od po suis ça toi moi comment pourquoi quoi oui quelque celui celle ceux mio mia miei mie tuo tua suo sua
noi voi sia hai ho abbia qualcosa qualcuno perche beh ele ela seu foi tem estou pode podem pra pois assim tudo tão
fosse hij jij wij wel mij jou dus eens toen waarom iets iemand misschien zal daarom m'n z'n się ale tak może można nam
wam mu czyli coś niż gdyż przecież właśnie jste jen vám vás tam proč tohle bych než jestli kdo máme budu nás nám taky
mnou tebe můžu mám što ovo kao ovaj ako kako tako baš još bih koji koja koje meni mene možda kad kada već smo ste samo
nisam jer мы вы ты но на за по он мной тобой ними чем либо ведь лишь хотя разве мои моя мой твой това съм какво трябва
той тя ако аз така теб нещо мен всичко има тук беше тази като защото само сме този още когато което някой тези вече
вие ние към който която които имаш си те ти да ли meg kell igen tudom vagyok akkor miért volna nekem majd mindig úgy
olyan neki mikor amit lehet valami engem erre maga jeg dig mig skal ved gør sig hende noget nogen sådan fordi burde
bliver hele hvorfor dere oss deg seg noen noe blir ble hvordan mitt ditt mina dina måste något nån nåt finns behöver
själv kanske varför hur blev hän mitä minä sinä olet minua minun kaikki siitä sinua miten minut onko sitten pitää
minulle sinun hänet häntä jotain tässä sinulle aina enää kanssa siinä koska teidän meillä olemme tätä missä kuka o
beni seni onu sadece böyle bunu musun neden belki öyle işte bence ο θα η το εδώ είσαι έτσι γιατί εσύ εγώ έχω εκεί
μπορεί κάτι αν οτι οι τα σε μόνο να έλα όπως τόσο μένα asta dacă poate cum aşa aici tine ceva eşti trebuie vreau îmi
vei mea ştiu suntem acolo ăsta îţi atunci فيه الى علي عليه انها انه اللي بها هنا وهو وهي ومن ايضا جداً שלי אותי שלך
אותך אותו יכול צריך הזה שאני אותה הייתי לנו להיות שאתה למה שהוא משהו כמה אתם היית שזה אותם איפה האם האלה اين اما ولی
ولي اگر باید بايد خود شما همه البته شده داره دارد باشد کرد کرده هاي چون tôi anh chúng làm thể thì sao phải nói nữa ông
cái cô đây đang nào rồi lại nếu như thế vậy thôi các mình những ta vào khi aja udah yg dgn utk jadi cuma padahal tha
kya aur toh hain thi hota raha kiya diya mujhe apne karo tum bhi yeh
"""
GRAMMAR = frozenset(_WORDS.casefold().split())
"""Folded as words are: a Greek word ends in σ then."""
PARTICLES = frozenset(
    "的了是在我你您他她它们們这這那也都就还還很和与與而且但又被把给給让讓从從到对對为為着著过過吧吗嗎呢啊呀嘛哦"
)
"""Han characters that carry grammar. Hiragana mostly does, too."""
_DENIALS = """
not no never none nobody nothing nor neither nowhere cannot without hardly
don't doesn't didn't isn't aren't wasn't weren't won't wouldn't can't couldn't shouldn't hasn't haven't hadn't ain't
nicht kein keine keinen keinem keiner keines nie niemals niemand nichts ohne weder
pas jamais aucun aucune rien sans personne
no nunca jamás nadie nada ninguno ninguna ningún sin tampoco
non mai nessuno nessuna niente nulla senza
não nunca jamais ninguém nenhum nenhuma sem
niet geen nooit niemand niets zonder
inte aldrig ingen inget inga utan ikke aldri aldrig ingen intet uden uten
nie nigdy nikt nic żaden żadna bez ne nikdy nikdo nic žádný žádná
nu niciodată nimeni nimic fără
не нет ни никогда никто ничего никакой без ні ніколи ніхто нічого без
değil yok asla hiç hiçbir tidak bukan jangan belum tanpa nggak gak
ei en et emme eivät nem soha senki semmi δεν μην ποτέ κανείς χωρίς
لا لم لن ليس ليست ما بدون غير לא אין בלי मत नहीं ना نیست نه không chưa chẳng
"""
_OTHERWISE = {"en", "et", "ما", "nu", "sin", "ne", "mai", "sans", "sem", "bez"}
DENIALS = frozenset(_DENIALS.casefold().split()) - _OTHERWISE
"""Words that are grammar or a noun in another language ("en", "sin") are left out."""
TURNS = frozenset(["up", "down", "on", "off", "in", "out", "an", "aus", "auf", "zu", "ab", "aan", "uit"])
"""Grammar, but for one of them where another stood: "closed up", "closed down"."""
DENYING_SIGNS = frozenset("不没沒无無未勿別别") | {"せん", "ない", "なかっ"}
"""The ends of Japanese verbs are one token each (core/fingerprint)."""
