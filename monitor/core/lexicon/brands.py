"""How another brand shows as the subject of a clause: by its name, or by the verb behind a word nobody knows.

The names are those that many texts compare a brand with: the model knows them as words, so that rarity does not give
them away. Names that are common words too (orange, seat, windows) are left out: "Seat was broken" is
a complaint about ours.
"""

_NAMES = """
    adidas adobe airbnb aldi alexa amazon apple asda asus att at&t audi bestbuy bmw boeing booking.com bosch carrefour
    chevrolet cisco citibank coca-cola comcast costco delta dell deliveroo dhl disney doordash dropbox dunkin dyson
    easyjet ebay etsy expedia facebook fedex ford garmin gmail google grubhub h&m heathrow hermes hilton honda hp htc
    huawei hyundai ibm ikea instagram intel jetblue kfc kia klarna kindle lenovo lg lidl linkedin lufthansa lyft macys
    marriott mastercard mcdonald's mcdonalds mediamarkt mercedes microsoft motorola netflix nike nikon nintendo nissan
    nokia nvidia o2 oneplus panasonic paypal pepsi pepsi-cola peugeot philips playstation puma qantas reddit renault
    revolut rossmann ryanair sainsbury's sainsburys samsung santander sephora shein siemens skoda skype sony spotify
    starbucks suzuki telekom temu tesco tesla tinder t-mobile toshiba toyota trivago twitter uber ups usps verizon
    vodafone volkswagen volvo vw walgreens walmart wendy's wendys westjet whatsapp xbox xiaomi yahoo youtube zalando
    zara
"""
NAMES = frozenset(_NAMES.split())
"""In lower case."""

_VERBS = """
    is was are were has have had did does do will would can never always just keeps still ist war sind hat haben wird est était a ont es era fue ha han fu foi é è heeft werd jest był była było
"""
VERBS = frozenset(_VERBS.split())
"""What follows a subject. English words in -ed do too."""

_STAND_INS = """
    this that these those it there they he she we you here what which who for one both all
"""
STAND_INS = frozenset(_STAND_INS.split())
"""Words that begin clauses and are too common to weigh anything: the weights do not know them either."""
