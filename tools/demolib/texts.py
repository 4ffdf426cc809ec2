"""What people write about Northwind, a coffee roaster with a bad week: a new courier crushes its parcels, its machine
breaks, its app charges twice. In four languages: clear complaints, clear praise, plain news, and other people's news.

Every text ends with a reference such as NW-41007 that no other text has: by it an item is recognised wherever it is
told, in a webhook as in a mail. How a text is meant is known here, by construction; nobody asks the product.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from random import Random

BRAND = "Northwind"
_REFERENCE = re.compile(r"\bNW-([0-9]{5,})\b")


class Mood(StrEnum):
    UNHAPPY = "complaint"
    HAPPY = "praise"
    WAITING = "hopeful"
    """Nothing to complain about yet; `angered` makes a complaint of it."""
    PLAIN = "news"
    ELSEWHERE = "other news"
    """Does not name the brand."""


@dataclass(frozen=True, slots=True)
class Words:
    title: str
    text: str


def write(chance: Random, language: str, mood: Mood, number: int) -> Words:
    """`number`, of five digits or more, makes it unlike every other text."""
    title, opening = chance.choice(STORIES[language, mood])
    more = f" {chance.choice(closings)}" if (closings := CLOSINGS.get((language, mood))) else ""
    return Words(title, f"{opening}{more} {REFERENCES[language, _kind(mood)]} NW-{number}.")


def angered(language: str, number: int) -> str:
    """A customer who was hopeful comes back and writes it anew."""
    return f"{UPDATES[language]} {REFERENCES[language, 'order']} NW-{number}."


def mistyped(title: str) -> str:
    """The title with its last two letters the wrong way round, until somebody sees it."""
    return re.sub(r"(\w)(\w)(\W*)$", r"\2\1\3", title)


def references(text: str) -> list[str]:
    """The number of every reference in a text, in its order, as often as it stands there."""
    return _REFERENCE.findall(text)


def _kind(mood: Mood) -> str:
    return "note" if mood in (Mood.PLAIN, Mood.ELSEWHERE) else "order"


AUTHORS = {
    "en": ("Mia Carter", "Tom Okafor", "Aisha Rahman", "Sam Whitfield", "Nina Brooks", "Oscar Lane"),
    "de": ("Lena Vogt", "Jonas Brandt", "Katrin Seidel", "Emre Yilmaz", "Oskar Thiele", "Britta Hahn"),
    "fr": ("Claire Moreau", "Hugo Lambert", "Inès Faure", "Marc Delorme", "Sophie Renaud", "Amine Haddad"),
    "es": ("Pablo Ortega", "Lucía Navarro", "Diego Ramos", "Carmen Vidal", "Inés Castillo", "Javier Molina"),
}
REFERENCES = {
    ("en", "order"): "Order",
    ("en", "note"): "Reference",
    ("de", "order"): "Bestellung",
    ("de", "note"): "Aktenzeichen",
    ("fr", "order"): "Commande",
    ("fr", "note"): "Référence",
    ("es", "order"): "Pedido",
    ("es", "note"): "Referencia",
}
STORIES: dict[tuple[str, Mood], tuple[tuple[str, str], ...]] = {
    ("en", Mood.UNHAPPY): (
        ("Stale beans and no refund", "Northwind Coffee sent me stale, bitter beans and refuses to refund me."),
        ("Broke after two days", "The Northwind machine broke after two days and their support is rude and useless."),
        ("Charged twice!", "I am furious with Northwind: they charged me twice and nobody answers my mails."),
        ("Parcel arrived crushed", "Worst delivery ever: the Northwind parcel arrived crushed and half empty."),
        ("No way to cancel", "Northwind makes it impossible to cancel, this subscription is a terrible rip-off."),
        ("The app is broken", "The Northwind app crashes all the time and lost my points. Terrible."),
    ),
    ("en", Mood.HAPPY): (
        ("Best beans in town", "I love Northwind Coffee, the beans are fresh and the taste is fantastic."),
        ("Excellent service", "Northwind replaced my grinder within a day, friendly and fast, thank you so much."),
        ("Wonderful coffee", "The new Northwind roast is delicious, the best coffee I ever had."),
    ),
    ("en", Mood.WAITING): (
        ("My first week with the machine", "I bought the Northwind machine and I am really happy with it so far."),
        ("A gift for my father", "Northwind has a lovely gift box, I am very happy with it."),
    ),
    ("en", Mood.PLAIN): (
        ("Opening hours", "Northwind opens at nine on weekdays. The address is on the web site."),
        ("New store at the station", "Northwind has a store at the station now. It is on the ground floor."),
        ("Quarterly figures", "Northwind publishes its figures for the third quarter on Tuesday."),
    ),
    ("en", Mood.ELSEWHERE): (
        ("A bus line moves", "Line 12 takes the river road this week. The stop is at the library."),
        ("Old maps", "The library shows old maps in its hall. Entry is free on Sundays."),
    ),
    ("de", Mood.UNHAPPY): (
        ("Ranzige Bohnen", "Northwind hat mir ranzige, bittere Bohnen geschickt und verweigert die Erstattung."),
        (
            "Kaputt nach zwei Tagen",
            "Die Maschine von Northwind war nach zwei Tagen kaputt und der Support ist unverschämt.",
        ),
        ("Doppelt abgebucht", "Ich bin stinksauer auf Northwind: doppelt abgebucht und niemand antwortet."),
        (
            "Paket zerdrückt",
            "Schlechteste Lieferung aller Zeiten, das Paket von Northwind kam zerdrückt und halb leer an.",
        ),
        ("Kündigung ignoriert", "Northwind ignoriert meine Kündigung, dieses Abo ist reine Abzocke."),
    ),
    ("de", Mood.HAPPY): (
        ("Die besten Bohnen", "Ich liebe Northwind, die Bohnen sind frisch und schmecken fantastisch."),
        (
            "Ausgezeichneter Service",
            "Northwind hat meine Mühle in einem Tag ersetzt, freundlich und schnell, vielen Dank.",
        ),
        ("Wunderbarer Kaffee", "Die neue Röstung von Northwind ist köstlich, der beste Kaffee, den ich je hatte."),
    ),
    ("de", Mood.WAITING): (
        ("Meine erste Woche", "Ich habe die Maschine von Northwind gekauft und bin bisher sehr zufrieden."),
        ("Ein Geschenk", "Northwind hat eine wunderschöne Geschenkbox, ich bin sehr zufrieden."),
    ),
    ("de", Mood.PLAIN): (
        ("Öffnungszeiten", "Northwind öffnet werktags um neun Uhr. Die Adresse steht auf der Webseite."),
        ("Neue Filiale am Bahnhof", "Northwind hat jetzt eine Filiale am Bahnhof. Sie liegt im Erdgeschoss."),
    ),
    ("de", Mood.ELSEWHERE): (
        ("Konzert am Sonntag", "Das Stadtorchester spielt am Sonntag um elf im Park. Der Eintritt ist frei."),
        ("Alte Karten", "Die Bibliothek zeigt alte Karten im Saal. Sonntags ist der Eintritt frei."),
    ),
    ("fr", Mood.UNHAPPY): (
        ("Grains rances", "Northwind m'a envoyé des grains rances et amers et refuse de me rembourser."),
        (
            "En panne au bout de deux jours",
            "La machine Northwind est tombée en panne au bout de deux jours et le support est odieux.",
        ),
        ("Débitée deux fois", "Je suis furieuse contre Northwind : débitée deux fois et personne ne répond."),
        ("Colis écrasé", "Très déçue, livraison horrible : le colis Northwind est arrivé écrasé, à moitié vide."),
        ("Une arnaque", "L'abonnement Northwind est une arnaque, impossible de résilier, je suis furieux."),
    ),
    ("fr", Mood.HAPPY): (
        ("Les meilleurs grains", "J'adore Northwind, les grains sont frais et le goût est fantastique."),
        ("Excellent service", "Northwind a remplacé mon moulin en un jour, aimable et rapide, merci beaucoup."),
        ("Un café merveilleux", "La nouvelle torréfaction Northwind est délicieuse, le meilleur café de ma vie."),
    ),
    ("fr", Mood.WAITING): (
        ("Ma première semaine", "J'ai acheté la machine Northwind et j'en suis très contente pour l'instant."),
        ("Un cadeau", "Northwind propose un très joli coffret, j'en suis très contente."),
    ),
    ("fr", Mood.PLAIN): (
        ("Horaires", "Northwind ouvre à neuf heures du lundi au vendredi. Voir l'adresse sur le site."),
        ("Nouvelle boutique", "Northwind a maintenant une boutique à la gare. Elle est au rez-de-chaussée."),
    ),
    ("fr", Mood.ELSEWHERE): (
        ("Concert dimanche", "L'orchestre de la ville joue dimanche à onze heures au parc. L'entrée est libre."),
        ("Cartes anciennes", "La bibliothèque expose de vieilles cartes. L'entrée est libre le dimanche."),
    ),
    ("es", Mood.UNHAPPY): (
        ("Granos rancios", "Los granos de Northwind son horribles, rancios y malos, estoy muy decepcionada."),
        ("Rota a los dos días", "La máquina de Northwind se rompió a los dos días y el soporte es inútil y grosero."),
        ("Me cobraron dos veces", "Estoy furioso con Northwind: me cobraron dos veces y nadie responde."),
        ("Paquete aplastado", "La peor entrega de mi vida, el paquete de Northwind llegó aplastado y medio vacío."),
        ("Una estafa", "La suscripción de Northwind es una estafa horrible, no se puede cancelar, muy mala."),
    ),
    ("es", Mood.HAPPY): (
        ("Los mejores granos", "Me encanta Northwind, los granos son frescos y el sabor es fantástico."),
        ("Servicio excelente", "Northwind cambió mi molinillo en un día, amables y rápidos, muchas gracias."),
        ("Un café maravilloso", "El nuevo tueste de Northwind es delicioso, el mejor café de mi vida."),
    ),
    ("es", Mood.WAITING): (
        ("Mi primera semana", "Compré la máquina de Northwind y por ahora estoy muy contento con ella."),
        ("Un regalo", "Northwind tiene una caja de regalo preciosa, estoy muy contento."),
    ),
    ("es", Mood.PLAIN): (
        ("Horario", "Northwind abre a las nueve entre semana. La dirección está en la web."),
        ("Nueva tienda", "Northwind tiene una tienda en la estación. Está en la planta baja."),
    ),
    ("es", Mood.ELSEWHERE): (
        ("Concierto el domingo", "La orquesta de la ciudad toca el domingo en el parque. Entrada libre."),
        ("Mapas antiguos", "La biblioteca expone mapas antiguos. La entrada es libre los domingos."),
    ),
}
CLOSINGS: dict[tuple[str, Mood], tuple[str, ...]] = {
    ("en", Mood.UNHAPPY): (
        "I waited three weeks for nothing, this is a disgrace.",
        "I called five times and they hung up on me.",
        "Avoid them, it is a waste of money.",
    ),
    ("de", Mood.UNHAPPY): (
        "Drei Wochen umsonst gewartet, das ist eine Frechheit.",
        "Fünfmal angerufen und jedes Mal wurde aufgelegt, eine Unverschämtheit.",
        "Finger weg, das ist rausgeworfenes Geld.",
    ),
    ("fr", Mood.UNHAPPY): (
        "Trois semaines d'attente pour rien, c'est honteux et scandaleux.",
        "J'ai appelé cinq fois et on m'a raccroché au nez.",
        "À éviter, c'est de l'argent jeté par les fenêtres.",
    ),
    ("es", Mood.UNHAPPY): (
        "Tres semanas de espera para nada, un servicio pésimo y vergonzoso.",
        "Llamé cinco veces y me colgaron el teléfono.",
        "Evítenlos, es tirar el dinero.",
    ),
    ("en", Mood.HAPPY): ("I will order again.", "My whole family enjoys it every morning.", "Highly recommended!"),
    ("de", Mood.HAPPY): ("Ich bestelle gerne wieder.", "Die ganze Familie genießt ihn.", "Sehr zu empfehlen!"),
    ("fr", Mood.HAPPY): ("Je commanderai encore.", "Toute la famille se régale.", "Je recommande vivement !"),
    ("es", Mood.HAPPY): ("Volveré a pedir.", "Toda la familia lo disfruta.", "¡Muy recomendable!"),
}
UPDATES = {
    "en": "Update: Northwind is a disaster. It broke, they refuse a refund and their support is rude and useless.",
    "de": "Nachtrag: Northwind ist eine Katastrophe. Kaputt, keine Erstattung, und der Support ist unverschämt.",
    "fr": "Mise à jour : Northwind, c'est nul. En panne, ils refusent de me rembourser et le support est odieux.",
    "es": "Actualización: Northwind es un desastre. Rota, no devuelven el dinero y el soporte es pésimo y grosero.",
}
