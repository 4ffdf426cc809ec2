"""Polish words and their tags; see the package."""

WORDS = {
    "GOOD": """
        dobr* dobrze lepsz* lepiej najlepsz* najlepiej świetn* doskonał* wspaniał* fantastyczn* rewelac* znakomit* idealn* piękn*
        ładn* mił* miło uprzejm* pomocn* sympatyczn* szybk* szybko łatw* łatwo prost* wygodn* czyst* czysto smaczn* pyszn* pysznie polecam
        poleca polecić zadowolon* szczęśliw* lubię kocham uwielbiam dzięki dziękuj* brawo profesjonaln* rzeteln* solidn* niezawodn* sprawn* sprawnie
        cudown* cudownie przyjemn* warto zachwyc* fajn* fajnie niezł* nieźle gratul* bezproblemow* najwyższ*
    """,
    "BAD": """
         źle gorsz* gorzej najgorsz* okropn* strasznie straszn* fataln* beznadziejn* tragicz* tragedia koszmar* rozczarow* zawiod* zawiedzion*
        żenad* żenując* wstyd hańba oszust* oszuści oszukal* złodzie* kłam* kłamstw* niedopuszczaln* skandal* niemił* nieuprzejm* chams* arogan* niekompetent*
        bezużyteczn* bezsens* śmieci badziew* gówn* brud* brudn* obrzydliw* niesmaczn* hałas* głośno wolno powoln* nudn* denerw* wkurz* wściek*
        smut* niestety szkoda nienawidz* dramat dramatu dramatyczn* chaos porażk* odradzam unikać omijać słab* słabo niezadowolon* lipa kiepsk* marn* skarg*
    """,
    "RUDE": "kurwa kurw* gówno cholera cholern* dupa pierdol*",
    "FLAW": "problem* usterk* błąd* błęd* reklamacj* zarzut* zastrzeże* przyczepić",
    "SCARY": "morderstw* śmier* wojn* broń wypad* kryzys* strat* kradzież* pożar* przeciwpożarow* policj* burz* zamach",
    "NEGATOR": "nie nigdy nic nikt bez żaden żadna żadne żadnych żadnego ani brak",
    "NEVER": "nigdy",
    "NOBODY": "nikt nikogo",
    "NOTHING": "nic",
    "WITHOUT": "bez brak",
    "BUT": "ale jednak niestety choć chociaż mimo natomiast",
    "WAIT": "czeka* czekam czekania kolejk* leży utknę*",
    "TIME": "minut* godzin* dzień dni tydzień tygodni* miesiąc* miesięc* lat wczoraj dziś",
    "STILL": "nadal wciąż dalej jeszcze już",
    "ANSWER": "odpowied* odpowiad* odpisa* odzew odbiera* kontakt* oddzwoni* telefon",
    "COME": "przyszed* przyszł* przyjecha* dotarł* dotar* dostarcz* otrzyma* pojawił*",
    "BROKEN": "zepsu* popsu* uszkodz* pękn* psuje zawiesza awari* rozpad* rozlecia* kawałkach nieczynn* wadliw* zablokow* wysypuje wyłącza",
    "WORK": "działa* uruchamia otwiera włącza ładuje",
    "REFUND": "zwrot* pieniądz* pieniędzy kaucj* odszkodow*",
    "CHARGE": "pobran* pobrano zapłaci* płacę płaci* faktur* rachun* przedłużyl* obciąż*",
    "TWICE": " dwukrotnie podwójn* razy",
    "AGAIN": "znowu znów ponownie ciągle zawsze kolejny kolejna każd*",
    "LATE": "późno spóźni* opóźni* spóźnion*",
    "CANCEL": "anulow* odwołan* wypowiedz* rezygnac*",
    "UPDATE": "aktualizacj*",
    "MISSING": "brakuje brakował* zgubi* zagin* zniknę* połow* błędn* pust*",
    "DIRTY": "brud* zimn* włos* pleśń śmierdz* plam*",
    "PROMISE": "obieca* obiecan* miał miało rzekomo",
    "SUPPORT": "obsług* serwis infolini* technik kelner* konsultant* personel pracownik*",
    "ORDER": "zamówieni* zamówił* paczk* przesyłk* dostaw* rezerwacj* abonament*",
    "SINCE": " ",
    "ORDINAL": "drugi druga drugie drugą drugiego drugiej trzeci* czwart* piąt*",
    "LEAVE": "odinstal* omijać unikać odradzam rezygnuję",
    "ADVISE": "polecam polecić poleci*",
    "COSTLY": "drogo drogi droga zdzierstwo",
    "SOLVED": "rozwiązan* naprawion* naprawili naprawił* wymienion* wymienili wymienił* załatwion* załatwili poprawion* zwrócili oddali",
    "I": " mnie mi mój moja moje mojego nam nas nasz nasza ",
    "YOU": "wy wasz wasza pani państwo",
    "THANKS": "dzięki dziękuj* brawo gratul*",
    "WHY": "dlaczego czemu",
    "WHERE": "gdzie kiedy jaki której czy",
    "HOWMANY": "ile razy długo",
    "SOMEBODY": "ktoś ktokolwiek ogóle",
    "HOURS": "czynn* otwart* poniedziałk* piątk*",
    "NEWS": "poinformow* według procent milion* miliard* akcj* koncern kwarta* spółk* firma poda",
}
