"""What counts as a number where two texts are compared: "1,000" = "1.000" = "1000", and numbers written as words.

"One" is left out of the spelled ones: it is an article in most languages. Months and weekdays are among them, for
languages that write them small: what happened on another day is another fact.
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
dua tiga empat lima enam tujuh delapan sembilan sepuluh
iki üç dört beş altı yedi sekiz dokuz on yirmi
lundi mardi mercredi jeudi vendredi samedi dimanche
lunes martes miércoles jueves viernes sábado domingo
lunedì martedì mercoledì giovedì venerdì sabato domenica
segunda terça quarta quinta sexta
понедельник вторник среду четверг пятницу субботу воскресенье
janvier février mars avril mai juin juillet août septembre octobre novembre décembre
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre
janeiro fevereiro março maio junho julho setembro outubro novembro dezembro
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
一 二 三 四 五 六 七 八 九 十 百 千 万 两 兩 〇 零
"""
NUMERALS = frozenset(_WORDS.split()) - {"mai", "mars", "on", "segunda", "sex", "ti", "ni", "sei", "once"}
"""Words that are another one in a language of many texts ("on", "sei") are left out."""
_THOUSANDS = re.compile(r"(?<=\d)[.,](?=\d{3}(?!\d))")


def number(token: str) -> str:
    """One spelling: thousands without their mark, a decimal point, decimal digits of any script as ASCII."""
    plain = "".join(str(int(char)) if char.isdecimal() else char for char in token)
    return _THOUSANDS.sub("", plain).replace(",", ".")
