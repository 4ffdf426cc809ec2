"""French words and their tags; see the package."""

WORDS = {
    "GOOD": """
        bon bonne bons bonnes bien mieux meilleur* excellent* super génial* parfait* magnifique* superbe* formidable* délicieu*
        agréable* sympa sympathique* aimable* gentil* accueillant* souriant* chaleureu* rapide rapidement facile facilement
        simple efficace* propre confortable* content* ravi* satisfait* heureu* adore adoré aime aimé j'adore j'aime plaisir
        merci bravo top recommande impeccable* nickel beau belle joli* fantastique* incroyable* merveille* merveilleu*
        qualité pratique professionnel* compétent* attentionné* savoureu* conquis enchanté* réussi* fiable* idéal* régal
        régalé* chapeau félicitations sublime* exceptionnel* remarquable*
    """,
    "BAD": """
        mauvais* pire nul nulle nuls nulles horrible* affreu* catastroph* décev* déçu* déception lamentable* honte honteu*
        scandale* scandaleu* arnaque* arnaqueur* escroc* escroquerie voleur* menteur* mensonge* inadmissible* inacceptable*
        impoli* désagréable* incompéten* arrogant* irrespectueu* ridicule* inutile* inutilisable* médiocre* minable* pourri*
         dégoûtant* dégueulasse* immangeable* bruyant* cher pénible* galère énerv* marre colère triste* malheureusement
        dommage fuir éviter évitez regrette* insupportable* bof moche merde* connard* honteusement pitoyable* désastre* ennuyeu*
    """,
    "RUDE": "merde putain connard* chier foutre bordel foutage",
    "FLAW": "problème* souci soucis défaut* panne* bug bugs plainte* erreur* redire reproche* reprocher",
    "SCARY": "meurtre* mort morts guerre* arme armes accident* crise perte* décès incendie cancer police tribunal dette* tempête attentat",
    "NEGATOR": "ne pas n'est n'a n'ai n'y n'en jamais rien aucun aucune sans personne nullement",
    "NEVER": "jamais",
    "NOBODY": "personne aucun",
    "NOTHING": "rien",
    "WITHOUT": "sans",
    "BUT": "mais cependant toutefois pourtant malgré hélas",
    "WAIT": "attends attendu attendue attendre attendons attendez attendent attente queue patienter bloqué* coincé*",
    "TIME": "minute* heure* jour* semaine* mois ans année* aujourd'hui",
    "STILL": "toujours encore",
    "ANSWER": "réponse* répond* répondu rappel* joindre joignable contact* téléphone réponde",
    "COME": "venu* vient arrivé* arrive livré* reçu* passer passé présenté",
    "BROKEN": "cassé* casse panne* plante planté bug bugs bloque morceaux défectueu* déchiré* abîmé* endommagé* fuite coupure*",
    "WORK": "marche fonctionne* démarre s'ouvre charge",
    "REFUND": "rembours* argent caution indemnis* ",
    "CHARGE": "prélevé* facture* facturé* payé* payer débité* prélèvement* renouvelé* paie paye",
    "TWICE": "double doublon fois",
    "AGAIN": "encore constamment chaque",
    "LATE": "retard* tard lent* lentement retardé*",
    "CANCEL": "annul* résili*",
    "UPDATE": "màj ",
    "MISSING": "manque* manquant* perdu* disparu* moitié faux erroné* vide",
    "DIRTY": " froid froide cheveu* moisi* pue odeur* taché* tiède",
    "PROMISE": "promis promesse* devait devaient soi-disant prétend*",
    "SUPPORT": "sav service clientèle conseiller* technicien serveur serveuse personnel accueil",
    "ORDER": "commande* colis livraison réservation abonnement compte ticket",
    "SINCE": "depuis après",
    "ORDINAL": "deuxième troisième quatrième cinquième seconde 0ème 0e",
    "LEAVE": "désinstall* fuir fuyez évitez éviter quitter",
    "ADVISE": "recommande* conseille*",
    "COSTLY": "cher chère chers ",
    "SOLVED": "résolu résolue résolus réglé réglée réparé réparée remplacé remplacée échangé échangée corrigé corrigée remboursé remboursée dépanné",
    "I": "je j'ai j'avais j'attends m'a m'ont nous mon ma mes notre nos ",
    "YOU": "vous votre vos tu chez",
    "THANKS": "merci bravo félicitations",
    "WHY": "pourquoi comment",
    "WHERE": "où quand quelle quel est-ce peut-on",
    "HOWMANY": "combien fois",
    "SOMEBODY": "quelqu'un",
    "HOURS": "ouvert ouverte ouvre horaires situé*",
    "NEWS": "annonce annoncé selon millions milliards groupe trimestre entreprise publiera",
}
