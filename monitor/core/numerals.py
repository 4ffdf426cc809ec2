"""What counts as a number where two texts are compared: "1,000" = "1.000" = "1000", and numbers written as words.

"One" is left out of the spelled ones: it is an article in most languages. Months and weekdays are among them, for
languages that write them small: what happened on another day is another fact. Those that write them with a capital
have them as names; DAYS are of both.
"""

import re

_WORDS = """
two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty hundred thousand twice
zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig dreißig hundert tausend zweimal dreimal
deux trois quatre cinq six sept huit neuf dix onze douze quinze vingt trente cent mille
dos tres cuatro cinco seis siete ocho nueve diez once doce quince veinte treinta cien mil
due tre quattro cinque sei sette otto nove dieci undici dodici quindici venti trenta cento mille
dois duas três quatro cinco sete oito dez onze doze quinze vinte trinta cem
twee drie vijf zes zeven acht negen tien elf twaalf twintig dertig honderd duizend
två fyra fem sex sju åtta nio tio elva tolv tjugo tre fire syv otte ni ti elleve tyve
dwa dwie trzy cztery pięć sześć siedem osiem dziewięć dziesięć dwadzieścia sto tysiąc
два две три четыре пять шесть семь восемь девять десять двадцать тридцать сто тысяча
thirteen fourteen sixteen seventeen eighteen nineteen sixty seventy eighty ninety third fourth fifth sixth seventh
eighth ninth tenth eleventh twelfth
dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn vierzig fünfzig sechzig siebzig achtzig neunzig
treize quatorze seize quarante cinquante soixante dix-sept dix-huit dix-neuf
trece catorce dieciséis diecisiete dieciocho diecinueve veintiuno cuarenta cincuenta sesenta setenta ochenta noventa
tredici quattordici sedici diciassette diciotto diciannove ventuno ventidue ventitré quaranta cinquanta sessanta
settanta ottanta novanta terzo terza quarto quarta quinto quinta sesto sesta settimo settima ottavo ottava nono nona
treze catorze dezasseis dezesseis dezassete dezessete dezoito dezanove dezenove quarenta cinquenta sessenta setenta
oitenta noventa
dertien veertien vijftien zestien zeventien achttien negentien veertig vijftig zestig zeventig tachtig negentig
tretton fjorton femton sexton sjutton arton nitton trettio fyrtio femtio
jedenaście dwanaście trzynaście czternaście piętnaście szesnaście siedemnaście osiemnaście dziewiętnaście trzydzieści
czterdzieści pięćdziesiąt dwóch trzech czterech pięciu sześciu siedmiu ośmiu dziewięciu dziesięciu
druga drugą drugiej drugie drugi drugiego trzecia trzecią trzeciej trzeci trzeciego czwarta czwartą czwartej czwarty
czwartego piąta piątą piątej piąty piątego szósta szóstą szóstej szósty szóstego siódma siódmą siódmej siódmy siódmego
ósma ósmą ósmej ósmy ósmego dziewiąta dziewiątą dziewiątej dziewiąty dziewiątego dziesiąta dziesiątą dziesiątej
dziesiąty dziesiątego jedenasta jedenastą jedenastej jedenasty jedenastego dwunasta dwunastą dwunastej dwunasty
dwunastego trzynastej trzynastego czternastej czternastego piętnastej piętnastego szesnastej szesnastego siedemnastej
siedemnastego osiemnastej osiemnastego dziewiętnastej dziewiętnastego dwudziesta dwudziestą dwudziestej dwudziesty
dwudziestego
одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать сорок
пятьдесят двух трёх трех четырёх четырех пяти шести семи восьми девяти десяти
dua tiga empat lima enam tujuh delapan sembilan sepuluh
iki üç dört beş altı yedi sekiz dokuz on yirmi
一 二 三 四 五 六 七 八 九 十 百 千 万 两 兩 〇 零
"""
_DAYS = """
lundi mardi mercredi jeudi vendredi samedi dimanche
lunes martes miércoles jueves viernes sábado domingo
lunedì martedì mercoledì giovedì venerdì sabato domenica
segunda terça quarta quinta sexta
понедельник вторник среду четверг пятницу субботу воскресенье
poniedziałek wtorek środa środę czwartek piątek sobota sobotę niedziela niedzielę poniedziałku wtorku środy czwartku
piątku soboty niedzieli
måndag tisdag onsdag torsdag fredag lördag söndag mandag tirsdag lørdag søndag
maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
janvier février mars avril mai juin juillet août septembre octobre novembre décembre
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre
janeiro fevereiro março maio junho julho setembro outubro novembro dezembro
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
stycznia lutego kwietnia czerwca lipca sierpnia września października listopada grudnia
januari februari maart april juni juli augustus september oktober november december
月曜 火曜 水曜 木曜 金曜 土曜 日曜
"""
_CAPITALISED = """
monday tuesday wednesday thursday friday saturday sunday january february april june july august september october
november december montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag januar februar märz juni juli
oktober dezember
"""
NUMERALS = frozenset((_WORDS + _DAYS).split()) - {
    "mai",
    "mars",
    "on",
    "segunda",
    "sex",
    "ti",
    "ni",
    "sei",
    "once",
}
"""Words that are another one in a language of many texts ("on", "sei") are left out."""
DAYS = (frozenset((_DAYS + _CAPITALISED).split()) & NUMERALS) | frozenset(_CAPITALISED.split())
"""Weekdays and months, folded, without those that are another word in another language."""
_THOUSANDS = re.compile(r"(?<=\d)[.,](?=\d{3}(?!\d))")


def number(token: str) -> str:
    """One spelling: thousands without their mark, a decimal point, decimal digits of any script as ASCII."""
    plain = "".join(str(int(char)) if char.isdecimal() else char for char in token)
    return _THOUSANDS.sub("", plain).replace(",", ".")
