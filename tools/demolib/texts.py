"""What people write about a coffee roaster, in four languages: clear complaints, clear praise, plain news.

A text is an opening, a detail and an order number, so that no two say the same thing.
"""

from dataclasses import dataclass
from enum import StrEnum
from random import Random

BRAND = "Northwind"


class Mood(StrEnum):
    UNHAPPY = "unhappy"
    HAPPY = "happy"
    PLAIN = "plain"
    ELSEWHERE = "about something else"


@dataclass(frozen=True, slots=True)
class Words:
    title: str
    text: str


def write(chance: Random, language: str, mood: Mood, number: int) -> Words:
    """`number` makes it unlike every other text."""
    title = chance.choice(TITLES[language, mood])
    opening, detail = chance.choice(OPENINGS[language, mood]), chance.choice(DETAILS[language, mood])
    last = LASTS[language] if mood in (Mood.UNHAPPY, Mood.HAPPY) else DATED[language]
    return Words(title, f"{opening} {detail} {last.format(number=number)}")


def corrected(title: str) -> str:
    """The same title after somebody saw the mistake in it."""
    return f"{title} (corrected)"


LANGUAGES = ("en", "de", "fr", "es")
AUTHORS = ("Mia", "Jonas", "Claire", "Tom", "Aisha", "Pablo", "Lena", "Hugo", "Nina", "Oskar", "Ines", "Sam")
LASTS = {
    "en": "My order was number {number}.",
    "de": "Meine Bestellung hatte die Nummer {number}.",
    "fr": "Ma commande portait le numéro {number}.",
    "es": "Mi pedido era el número {number}.",
}
DATED = {
    "en": "This is note {number} of our diary.",
    "de": "Das ist Notiz {number} in unserem Tagebuch.",
    "fr": "Ceci est la note {number} de notre journal.",
    "es": "Esta es la nota {number} de nuestro diario.",
}
TITLES: dict[tuple[str, Mood], tuple[str, ...]] = {
    ("en", Mood.UNHAPPY): ("Never again", "What a disappointment", "Terrible service", "I want my money back"),
    ("de", Mood.UNHAPPY): ("Nie wieder", "Sehr enttäuscht", "Furchtbarer Kundendienst", "Ich will mein Geld zurück"),
    ("fr", Mood.UNHAPPY): ("Plus jamais", "Très déçue", "Service lamentable", "Je veux être remboursé"),
    ("es", Mood.UNHAPPY): ("Nunca más", "Muy decepcionada", "Servicio pésimo", "Quiero mi dinero"),
    ("en", Mood.HAPPY): ("Wonderful coffee", "So happy with it", "Best beans in town", "Excellent service"),
    ("de", Mood.HAPPY): ("Wunderbarer Kaffee", "Sehr zufrieden", "Die besten Bohnen", "Ausgezeichneter Service"),
    ("fr", Mood.HAPPY): ("Un café merveilleux", "Très satisfaite", "Les meilleurs grains", "Excellent service"),
    ("es", Mood.HAPPY): ("Un café maravilloso", "Muy contenta", "Los mejores granos", "Servicio excelente"),
    ("en", Mood.PLAIN): ("Opening hours", "New store", "Spring calendar", "Quarterly figures"),
    ("de", Mood.PLAIN): ("Öffnungszeiten", "Neue Filiale", "Kalender für das Frühjahr", "Quartalszahlen"),
    ("fr", Mood.PLAIN): ("Horaires", "Nouvelle boutique", "Calendrier du printemps", "Chiffres du trimestre"),
    ("es", Mood.PLAIN): ("Horario", "Nueva tienda", "Calendario de primavera", "Cifras del trimestre"),
    ("en", Mood.ELSEWHERE): ("Road works", "City library", "Weather"),
    ("de", Mood.ELSEWHERE): ("Bauarbeiten", "Stadtbibliothek", "Wetter"),
    ("fr", Mood.ELSEWHERE): ("Travaux", "Bibliothèque", "Météo"),
    ("es", Mood.ELSEWHERE): ("Obras", "Biblioteca", "El tiempo"),
}
OPENINGS: dict[tuple[str, Mood], tuple[str, ...]] = {
    ("en", Mood.UNHAPPY): (
        "Northwind Coffee sent me stale, bitter beans and refuses to refund me.",
        "The Northwind machine broke after two days and support is rude and useless.",
        "I am furious with Northwind: they charged me twice and nobody answers.",
        "Worst delivery ever, the Northwind parcel arrived crushed and half empty.",
    ),
    ("de", Mood.UNHAPPY): (
        "Northwind hat mir ranzige, bittere Bohnen geschickt und verweigert die Erstattung.",
        "Die Maschine von Northwind war nach zwei Tagen kaputt und der Support ist unverschämt.",
        "Ich bin stinksauer auf Northwind: doppelt abgebucht und niemand antwortet.",
        "Schlechteste Lieferung aller Zeiten, das Paket von Northwind kam zerdrückt und halb leer an.",
    ),
    ("fr", Mood.UNHAPPY): (
        "Northwind m'a envoyé des grains rances et amers et refuse de me rembourser.",
        "La machine Northwind est tombée en panne au bout de deux jours et le support est odieux.",
        "Je suis furieuse contre Northwind : débitée deux fois et personne ne répond.",
        "La pire livraison de ma vie, le colis Northwind est arrivé écrasé et à moitié vide.",
    ),
    ("es", Mood.UNHAPPY): (
        "Northwind me envió granos rancios y amargos y se niega a devolverme el dinero.",
        "La máquina de Northwind se rompió a los dos días y el soporte es inútil y grosero.",
        "Estoy furioso con Northwind: me cobraron dos veces y nadie responde.",
        "La peor entrega de mi vida, el paquete de Northwind llegó aplastado y medio vacío.",
    ),
    ("en", Mood.HAPPY): (
        "I love Northwind Coffee, the beans are fresh and the taste is fantastic.",
        "Northwind replaced my grinder within a day, friendly and fast, thank you so much.",
        "The new Northwind roast is delicious, the best coffee I ever had.",
    ),
    ("de", Mood.HAPPY): (
        "Ich liebe Northwind, die Bohnen sind frisch und schmecken fantastisch.",
        "Northwind hat meine Mühle in einem Tag ersetzt, freundlich und schnell, vielen Dank.",
        "Die neue Röstung von Northwind ist köstlich, der beste Kaffee, den ich je hatte.",
    ),
    ("fr", Mood.HAPPY): (
        "J'adore Northwind, les grains sont frais et le goût est fantastique.",
        "Northwind a remplacé mon moulin en un jour, aimable et rapide, merci beaucoup.",
        "La nouvelle torréfaction Northwind est délicieuse, le meilleur café de ma vie.",
    ),
    ("es", Mood.HAPPY): (
        "Me encanta Northwind, los granos son frescos y el sabor es fantástico.",
        "Northwind cambió mi molinillo en un día, amables y rápidos, muchas gracias.",
        "El nuevo tueste de Northwind es delicioso, el mejor café de mi vida.",
    ),
    ("en", Mood.PLAIN): ("Northwind opens at nine on weekdays.", "Northwind has a store at the station now."),
    ("de", Mood.PLAIN): ("Northwind öffnet werktags um neun Uhr.", "Northwind hat jetzt eine Filiale am Bahnhof."),
    ("fr", Mood.PLAIN): ("Northwind ouvre à neuf heures en semaine.", "Northwind a maintenant une boutique à la gare."),
    ("es", Mood.PLAIN): (
        "Northwind abre a las nueve entre semana.",
        "Northwind tiene una tienda en la estación.",
    ),
    ("en", Mood.ELSEWHERE): ("The bridge is closed for repairs this week.", "The library shows old maps in its hall."),
    ("de", Mood.ELSEWHERE): ("Die Brücke ist diese Woche gesperrt.", "Die Bibliothek zeigt alte Karten im Saal."),
    ("fr", Mood.ELSEWHERE): ("Le pont est fermé cette semaine.", "La bibliothèque expose de vieilles cartes."),
    ("es", Mood.ELSEWHERE): ("El puente está cerrado esta semana.", "La biblioteca expone mapas antiguos."),
}
DETAILS: dict[tuple[str, Mood], tuple[str, ...]] = {
    ("en", Mood.UNHAPPY): (
        "I waited three weeks for nothing, this is a disgrace.",
        "I called five times and they hung up on me.",
        "Avoid them, it is a waste of money.",
    ),
    ("de", Mood.UNHAPPY): (
        "Drei Wochen umsonst gewartet, das ist eine Frechheit.",
        "Fünfmal angerufen und jedes Mal wurde aufgelegt.",
        "Finger weg, das ist rausgeworfenes Geld.",
    ),
    ("fr", Mood.UNHAPPY): (
        "J'ai attendu trois semaines pour rien, c'est une honte.",
        "J'ai appelé cinq fois et on m'a raccroché au nez.",
        "À éviter, c'est de l'argent jeté par les fenêtres.",
    ),
    ("es", Mood.UNHAPPY): (
        "Esperé tres semanas para nada, es una vergüenza.",
        "Llamé cinco veces y me colgaron el teléfono.",
        "Evítenlos, es tirar el dinero.",
    ),
    ("en", Mood.HAPPY): ("I will order again.", "My whole family enjoys it every morning.", "Highly recommended!"),
    ("de", Mood.HAPPY): ("Ich bestelle gerne wieder.", "Die ganze Familie genießt ihn.", "Sehr zu empfehlen!"),
    ("fr", Mood.HAPPY): ("Je commanderai encore.", "Toute la famille se régale.", "Je recommande vivement !"),
    ("es", Mood.HAPPY): ("Volveré a pedir.", "Toda la familia lo disfruta.", "¡Muy recomendable!"),
    ("en", Mood.PLAIN): ("The address is on the web site.", "The next date is in the calendar."),
    ("de", Mood.PLAIN): ("Die Adresse steht auf der Webseite.", "Der nächste Termin steht im Kalender."),
    ("fr", Mood.PLAIN): ("L'adresse est sur le site.", "La prochaine date est au calendrier."),
    ("es", Mood.PLAIN): ("La dirección está en la web.", "La próxima fecha está en el calendario."),
    ("en", Mood.ELSEWHERE): ("Buses take the other road.", "Entry is free on Sundays."),
    ("de", Mood.ELSEWHERE): ("Busse fahren eine andere Strecke.", "Sonntags ist der Eintritt frei."),
    ("fr", Mood.ELSEWHERE): ("Les bus prennent une autre route.", "L'entrée est libre le dimanche."),
    ("es", Mood.ELSEWHERE): ("Los autobuses van por otra calle.", "La entrada es libre los domingos."),
}
