"""Italian words and their tags; see the package."""

WORDS = {
    "GOOD": """
        buono buona buoni buone ottim* eccellente* eccellenti bravissim* bravo bravi brava bene benissimo meglio migliore migliori
        fantastic* perfett* meraviglios* bellissim* splendid* stupend* gentil* cordial* disponibil* simpatic* accoglient* veloce
        veloci velocemente facile facili comod* pulit* squisit* delizios* gustos* consigliat* consiglio content* felice felici
        soddisfatt* piace piaciuto piacevol* adoro amo grazie complimenti affidabil* professional* competent* efficiente* qualità impeccabil*
        eccezional* divertent* top favolos* magnific* incredibil* entusiast* merita vale pratico utile
    """,
    "BAD": """
         malissimo peggio peggior* pessim* orribil* terribil* schifo schifos* delus* deludent* vergogn* truffa* truffator* ladri
        ladro rubat* bugiard* bugie ingann* inaccettabil* ridicol* inutil* spazzatura merda maleducat* scortes* antipatic* incompetent*
        sgradevol* sporc* rumoros* noios* arrabbiat* stufo triste* purtroppo peccato odio disastr* disastro caos insopportabil*
        insipid* scadent* scandalos* imbarazzant* penos* evitare sconsigli* sconsiglio lamentel* deplorevol* indecent* squallid*
    """,
    "RUDE": "merda cazzo stronz* vaffanculo coglion*",
    "FLAW": "problem* difett* guast* lamentel* errore* inconvenient*",
    "SCARY": "omicidi* morte mort* guerra arma armi incidente* crisi perdita perdite furto incendio antincendio cancro polizia tribunale debit* tempesta attentato",
    "NEGATOR": "non mai niente nulla nessun nessuno nessuna senza né neanche nemmeno",
    "NEVER": "mai",
    "NOBODY": "nessuno",
    "NOTHING": "niente nulla",
    "WITHOUT": "senza",
    "BUT": "però tuttavia purtroppo nonostante peccato",
    "WAIT": "attes* aspett* coda bloccat* fermo ferma",
    "TIME": "minuti minuto ora ore giorno giorni settiman* mese mesi anno anni ieri oggi",
    "STILL": "ancora tuttora",
    "ANSWER": "rispost* rispond* risponde richiam* contatt* telefono",
    "COME": "venuto arrivat* arriva consegnat* ricevut* venire presentato",
    "BROKEN": "rott* rotto rompe guast* difettos* danneggiat* crash blocca pezzi strappat* spento cade crasha",
    "WORK": "funzion* apre carica",
    "REFUND": "rimbors* soldi cauzione risarciment*",
    "CHARGE": "addebit* pagat* pagare pago fattur* rinnovat*",
    "TWICE": "doppio volte",
    "AGAIN": "nuovo ennesim* continuamente sempre ogni",
    "LATE": "ritardo ritard* tardi ",
    "CANCEL": "cancellat* annullat* disdett* disdetta soppress*",
    "UPDATE": "aggiornament*",
    "MISSING": "manca mancava mancano sparit* metà sbagliat* vuot* incomplet*",
    "DIRTY": "sporc* fredd* capell* muffa puzz* macchi*",
    "PROMISE": "promess* doveva dovevano",
    "SUPPORT": "assistenza servizio supporto tecnico cameriere camerier* personale",
    "ORDER": "ordine ordinat* pacco consegna spedizione prenotazion* abbonamento",
    "SINCE": " dopo ",
    "ORDINAL": " terzo terza quarto quarta quinto",
    "LEAVE": "disinstall* evitate larga",
    "ADVISE": "consiglio consigliat*",
    "COSTLY": "caro cara cari carissim*",
    "SOLVED": "risolto risolta risolti risolto sistemato sistemata riparato riparata sostituito sostituita rimborsato rimborsata corretto",
    "I": " mi mio mia miei noi nostro nostra ho abbiamo",
    "YOU": "voi vostro vostra ",
    "THANKS": "grazie complimenti congratulazioni",
    "WHY": "perché",
    "WHERE": "dove quando quale chi",
    "HOWMANY": "quante quanti volte",
    "SOMEBODY": "qualcuno",
    "HOURS": "aperto aperta lunedì venerdì orari",
    "NEWS": "annunciat* secondo milioni miliardi gruppo trimestre azienda titolo comunicherà",
}
