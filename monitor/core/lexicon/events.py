"""What goes wrong, and what is put right: words of events, by language, that hold no emotion by themselves.

They complete the complaint patterns: "the zip gave up at the airport" has no bad word, but a broken thing. Apart from
the lists of each language, which are words of opinion.
"""

_EN = {
    "BROKEN": """
        sags sagged sagging jammed jams jamming snaps shatter* splinter* peel peeled peels peeling fray* rip rips bursts
        leaky leaking flicker* overheat* smok* squeal* squeak* rattl* wobbl* dented dent scratched scratch scratches warped
        rusty rusted rusting glitch* bricked unresponsive disconnect* unplug* lags stutter* crashed collapse* collapsed
        drown* flooded flooding chipped loose detach* unstitch* unravel* shrank shrunk faded fades swollen died conked packed-in
    """,
    "MISSING": """
        misplaced mislaid nowhere forgot forgotten forgets omitted unfinished half-empty swapped mixed-up mismatch* deleted erased wiped
    """,
    "DIRTY": """
        mouldy crumbs stench stank reek* sticky slimy grimy grubby unwashed greasy burnt soggy rancid sour stale raw undercooked
        maggot* rats mouse mice ants cockroaches bedbug* bedbugs blood vomit urine puddle* freezing
    """,
    "CHARGE": "overcharged overcharge overcharging deducted debit surcharge surcharges penalty fined hike hikes doubled tripled paywall",
    "CANCEL": "scrapped called-off bumped suspended banned blocked locked lock-out revoked denied rejected declined dropped stranded",
    "NO_ANSWER": "voicemail unanswered ghosted ghosting ignored ignores ignoring fobbed brushed stonewall* hung unreachable",
    "LATE": "hours-late belated rebooked pushed-back backlog drags dragged dragging",
    "WAIT": "queues queuing standstill ages forever",
    "BAD": """
        shambles farce circus headache joke liar cheek cheeky sneaky scandalous scandal bogus dodgy cowboys botched botch bodge
        bodged butcher* wrecked wreck ordeal misery miserable grim vile foul ghastly hopeless clueless useless gutted fuming livid
        furious seething fobbed conned swindle* rip-offs extortion* daylight robbery greedy greed shoddy tacky tatty shabby
        unacceptably unsatisfactory disaster* fiasco mockery condescending patronising patronizing rudely surly sulky grumpy
        stroppy snotty contempt humiliat* degrading unfair unjust exploit* bully bullied harass* threaten* threatened neglect*
        unsanitary unhygienic hazard* misdiagnos* misled deceived deceiv* lying underwhelm* letdown let-down meh subpar
    """,
    "GOOD": """
        legend legends gem gems stellar spotless immaculate painless effortlessly sorted godsend brill ace belter cracking lush
        smashing top-notch first-class world-class hassle-free no-brainer unbeatable unmatched impeccable impeccably thoughtful
        kindness kindest patiently reassuring reassured heartwarming touched moved lovingly delightfully
        obsessed hooked buttery silky crispy juicy tender fluffy blown stunned lifesaving saviour savior halved
    """,
    "PROMISE": "guarantee guaranteed allegedly apparently supposedly so-called",
    "LEAVE": "switching cancelling closing unsubscribing boycott boycotting elsewhere leaving ombudsman solicitor lawyer chargeback suing",
}
_DE = {
    "BROKEN": """
        klemmt quietsch* klapper* wackel* rost* riss risse reißt abgebrochen abgefallen abgerissen aufgerissen löst platzt geplatzt
        ausgelaufen tropft flacker* überhitz* brummt verbogen verzogen verbeult zerkratzt kratzer dellen abgeblättert abgeplatzt
        gecrasht eingefroren aufgehängt hängengeblieben spinnt verreckt durchgebrannt geschmolzen explodiert
    """,
    "MISSING": "vergessen vergisst verschlampt verschollen verlegt unauffindbar vertauscht verwechselt gelöscht nirgendwo unterschlagen",
    "DIRTY": "verschmutzt klebrig* schimmlig verschimmelt angebrannt verbrannt roh rohes ranzig sauer fettig ungewaschen krümel kakerlaken wanzen mäuse blut versifft ungeputzt",
    "CHARGE": "berechnen kassiert kassieren abgezogen aufpreis zuschlag nachzahlung inkasso preiserhöhung verdoppelt strafgebühr",
    "CANCEL": "verweigert abgelehnt abgewiesen rausgeworfen gesperrt blockiert gestrandet sitzengelassen stehengelassen gekippt",
    "NO_ANSWER": "mailbox anrufbeantworter abgewimmelt vertröstet ignoriert aufgelegt unerreichbar funkstille bandansage",
    "LATE": "verschleppt hingehalten vertagt verschoben stundenlang wochenlang monatelang tagelang ewigkeit",
    "BAD": """
        blamage armutszeugnis unding zirkus albtraum alptraum pfusch gepfuscht verpfuscht murks stümper* dilettant* lieblos*
        schlampig* schlampe* gammlig heruntergekommen abgewohnt unseriös* dubios* hinterhältig* dreist* gierig herablassend* patzig*
        genervt genervtes angepisst stinksauer fassungslos entsetzt entsetzlich* schikane unmenschlich* respektlos* rücksichtslos*
        bodenlos* unterirdisch* grottig* erbärmlich* jämmerlich* nutzlos verarschung bauernfänger* nepp wucher
    """,
    "GOOD": """
        bombe hammermäßig erstklassig* vorbildlich* anstandslos kulant* kulanz geduldig* herzlich* rührend* spitzenmäßig unschlagbar*
        blitzschnell ruckzuck kinderleicht makellos* picobello blitzsauber goldwert stammkunde stammgast überglücklich erleichtert
        gerettet retter genuss himmlisch* knusprig saftig zart
    """,
}
_FR = {
    "BROKEN": """
        casse cassé cassée cassés cassées coince coincé fissur* déchir* rouill* grince* fuit fuite fuites claque lâché lâche plante planté
        plantage bug bugs bloqué bloquée grillé brûlé rayé rayée cabossé tordu décollé décolle effondr* percé crevé
    """,
    "MISSING": "oublié oublient égaré égarée perdu perdue disparu disparue introuvable* interverti effacé supprimé incomplet incomplète vide",
    "DIRTY": "saleté poussière moisi moisie moisissure* gluant cheveu cheveux cafard* punaises souris rats froide froid tiède cru rance brûlé",
    "CHARGE": "prélevé prélèvement prélèvements débité débitée surfactur* facturé majoration pénalité supplément* arnaqué doublé",
    "CANCEL": "annulé annulée refusé refusée refusent bloqué résilié rejeté expulsé coincés coincée abandonné",
    "NO_ANSWER": "répondeur messagerie injoignable* ignoré raccroché raccrochent baladé renvoyé muet ",
    "LATE": "traîne traînent repoussé reporté décalé interminable* éternité",
    "BAD": """
        cauchemar galère galères foutage gueule cirque mascarade bâclé bâclée bidon minable* médiocre* lamentable* honteux honteuse scandaleux
        scandaleuse inadmissible* méprisant* mépris hautain* odieux odieuse désinvolt* impoli* agressif agressive exécrable* infect* immonde*
        dégueulasse dégoûtant* voleurs escrocs escroquerie racket pigeon pigeons furieux furieuse écœur* déplorable* catastrophe* désastreux
    """,
    "GOOD": """
        pépite régal régalé chapeau tuerie dingue bluffant bluffée bluffé nickel irréprochable* impeccable* aux-petits-soins bienveillant*
        bienveillance patience rassur* sauvé sauvée sauveur fondant croustillant moelleux soulagé conquis conquise comblé comblée
    """,
}
_ES = {
    "BROKEN": """
        roto rota rotos rotas rompió rompe atascado atasca chirría chirrían oxid* gotea fuga fugas rajado rasgado despegado despega
        abollado rayado quemado quemó explotó colgado cuelga congelado bloqueado reventó agrietado descosido estropead* averiad*
    """,
    "MISSING": "olvidaron olvidó perdido perdieron perdida extraviado extraviaron desaparecido desapareció faltan faltaba vacío vacía incompleto equivocado equivocada borrado",
    "DIRTY": "sucias sucios polvo moho pegajoso grasiento cucaracha* chinches ratones ratas frío fría helado crudo cruda rancio quemado",
    "CHARGE": "cobrado cobraron cobran recargo recargos suplemento* penalización duplicado subida sablazo",
    "CANCEL": "cancelado cancelaron cancelada anulado negado negaron rechazado rechazaron bloqueado expulsado tirados plantado plantada suspendido",
    "NO_ANSWER": "contestador ignorado ignoran ignoraron colgaron cuelgan silencio ilocalizable* largas",
    "LATE": "aplazado retrasado retraso retrasos demora demoras eterno eternidad",
    "BAD": """
        pesadilla vergonzosa bochornoso chapuza chapuzas chapucero circo tomadura cutre cutres cochambre engañado engañada timado timadores
        sinvergüenza* caraduras jeta prepotente* borde bordes despectivo humillante impresentable* infame nefasta lamentable penosa
        desesperante abuso abusivo indecente inhumano cabreo cabreado furioso indignado
    """,
    "GOOD": """
        joya gozada maravillosa encantador encantadora cariñoso cariñosa paciencia paciente detallazo diez sobresaliente salvó salvaron
        alivio aliviado tierno crujiente jugoso repetiremos repito alucinante flipante pasada chapó
    """,
}
_IT = {
    "BROKEN": """
        rotto rotta rotti rotte rompe incastrato cigola stride stridono arrugginit* perde perdita strappato scollato scolla ammaccato
        graffiato bruciato esploso bloccato bloccata bloccano impalla crepato crepa scucito guasta guasto saltato
    """,
    "MISSING": "dimenticato dimenticata smarrito smarrita persa sparito sparita mancano mancava vuoto vuota incompleto sbagliato sbagliata scambiato cancellato",
    "DIRTY": "sporca sporchi polvere muffa appiccicoso capello capelli scarafaggi* cimici topi freddo fredda gelato cruda crudo rancido bruciata",
    "CHARGE": "addebitato addebito addebiti addebitano sovrapprezzo supplemento penale rincaro raddoppiato",
    "CANCEL": "annullato annullata negato negano rifiutato rifiutano bloccato respinto cacciato sospeso piantato",
    "NO_ANSWER": "segreteria ignorato ignorata ignorano riattaccato riattaccano irreperibil* irraggiungibil* silenzio rimbalzato rimbalzano",
    "LATE": "rimandato rinviato slittato interminabil* eternità",
    "BAD": """
        incubo vergognos* indecente circo farsa pasticcio disastro buffoni ladri truffatori raggirato fregato fregatura* spilorci
        scortese scortesi villan* cafon* altezzos* arrogant* maleducat* sciatto sciatta trascurato squallid* fatiscent* pessimo inqualificabil*
        indegno vomitevole schifoso furioso indignato esasperat*
    """,
    "GOOD": """
        gioiello chicca spettacolo spettacolare bomba impeccabil* premuros* disponibilissim* gentilissim* pazienza paziente salvato salvata
        sollievo croccante morbido succoso rifarei torneremo mitico mitici favolos* strepitos* coccolat*
    """,
}
_NL = {
    "BROKEN": """
        stuk gebroken breekt klemt piept rammelt roest* lekt lekkage gescheurd scheurt losgelaten afgebroken bekrast kras krassen deuk
        verbrand doorgebrand ontploft vastgelopen bevroren hapert haperde kromgetrokken
    """,
    "MISSING": "vergeten kwijt kwijtgeraakt zoekgeraakt verdwenen ontbreekt ontbrak ontbreken leeg verwisseld gewist onvolledig*",
    "DIRTY": "vies vieze smerig smerige schimmel plakkerig vettig haar haren kakkerlak* bedwantsen muizen koud koude lauw rauw rauwe ranzig aangebrand",
    "CHARGE": "afgeschreven afschrijving afschrijvingen toeslag boete incasso verdubbeld bijbetalen naheffing",
    "CANCEL": "geannuleerd geweigerd weigeren afgewezen geblokkeerd gestrand opgezegd weggestuurd",
    "NO_ANSWER": "voicemail genegeerd negeren opgehangen onbereikbaar afgescheept kastje radiostilte",
    "LATE": "verschoven uitgesteld maandenlang wekenlang urenlang eeuwigheid",
    "BAD": """
        nachtmerrie aanfluiting schandalig schandalige schandelijk* waardeloos waardeloze prutswerk geklungel amateuristisch* oplichter*
        oplichting oplichters zakkenvullers afzetters brutaal brutale botte onbeschoft* lomp arrogant* neerbuigend* respectloos*
        belachelijk* rampzalig* bedroevend* treurig* armoedig* sjofel* woedend kwaad
    """,
    "GOOD": """
        pareltje topper toppers geweldig geweldige vlekkeloos* probleemloos* attent* geduldig* hartelijk* gered redder opgelucht
        krokant mals sappig kanjers kanjer helden aanrader smullen genoten
    """,
}
_PL = {
    "BROKEN": """
        zacina* skrzypi* piszcz* rdzew* cieknie przecieka* pęka odpad* odkleił* odkleja* rozdarł* rozerwa* porysowan* wgniecion* spalił* przepalił*
        wybuchł* zawiesił* zawiesza* crashuje zgasł* stłucz* rozbit* rozbił* złama*
    """,
    "MISSING": "zapomniel* zapomniał* zgubiony zgubiona zaginęł* pomylon* pomylił* pomylili usunięt* niekompletn* przepad*",
    "DIRTY": "lepk* zaplesn* kurz tłust* karaluch* pluskw* mysz* szczur* letni* surow* zjełcz* przypalon* zimna zimne",
    "CHARGE": "potrącil* ściągnęl* ściągają dopłat* kara karę podwyżk* naliczyl* naliczają",
    "CANCEL": "odmówi* odmowa odrzuc* zablokowal* wyrzuc* zawieszon*",
    "NO_ANSWER": "automat ignoruj* zignorowa* rozłącz* nieosiągaln* zbywa* zbyli spychologia",
    "LATE": "przekładan* przełożon* wleczę wlecze wieczność miesiącami tygodniami",
    "BAD": """
        cyrk kpina kpiny farsa partactwo partacz* fuszerka naciągacz* naciągan* zdzierc* bezczeln* opryskliw* arogancj* lekceważ* bałagan
        skandaliczn* żałosn* tandet* syf masakra ruina nieludzk* poniżaj* rozczarowując* wściekł* oburz*
    """,
    "GOOD": """
        perełka petarda sztos rewelka mistrzostwo bezbłędn* cierpliw* serdeczn* życzliw* troskliw* uratował* wybawieni* ulga chrupiąc* soczyst* bajka
    """,
}
_PT = {
    "BROKEN": """
        quebrado quebrada quebrou partido partida partiu emperrado chia chiam enferruj* pinga vazamento rasgado rasgou descolou descola amassado
        riscado queimado queimou explodiu travado trava travou congelado rachado rachou descosturou estragad* avariad* pifou
    """,
    "MISSING": "esqueceram esqueceu perderam perdeu extraviado extraviada sumiu sumiram sumida desapareceu faltam faltava vazio vazia errado errada apagado",
    "DIRTY": "suja sujo sujos imundo imunda pó poeira mofo bolor pegajoso gorduroso cabelo cabelos barata baratas percevejos ratos frio fria gelada crua cru rançoso queimada",
    "CHARGE": "cobraram cobram cobrado debitado debitaram sobretaxa multa acréscimo dobrou ",
    "CANCEL": "cancelado cancelaram negado negaram recusado recusaram bloqueado bloquearam suspenso expulso rejeitado",
    "NO_ANSWER": "gravação ignorado ignoram ignoraram desligam desligaram vácuo silêncio enrolam enrolando",
    "LATE": "adiado adiada remarcado arrasta interminável eternidade",
    "BAD": """
        pesadelo vergonhoso vergonha palhaçada circo descaso desrespeito desleixo porcaria gambiarra golpe golpistas enganado enganada ladrões
        caloteiros grosseria grosseiro grosseiros arrogância prepotente humilhante absurdo abusivo nojento nojo indignado indignada revoltado
        lamentável deplorável decepção péssima péssimos furioso
    """,
    "GOOD": """
        joia sensacional impecável atencioso atenciosa paciência paciente carinho carinhoso salvou salvaram alívio aliviada crocante suculento
        voltarei arrasou arrasaram fofo espetáculo maravilha
    """,
}
_JA = {
    "BROKEN": "はがれ 剥がれ 折れ 曲がっ 固まる 固まっ 落ちまく 外れ 凹 へこ 焦げ ほつれ 取れた 鳴らな 点かな つかな 電源が入らな 落ちた ひび",
    "MISSING": "忘れられ 抜けて 行方不明 見つからな 取り違え 消えた 入れ忘れ",
    "DIRTY": "べたべた ゴキブリ 虫が 生焼け ぬるい 冷めた 汚れ",
    "NO_ANSWER": "留守電 音沙汰 無視され 切られ たらい回し 話し中 放置",
    "CANCEL": "断られ 拒否 止められ 凍結",
    "BAD": "ひどかっ 酷かっ 最低 うんざり 呆れ あきれ ありえな 有り得な いい加減 横柄 感じ悪 手抜き 騙し ぼったくり 悪夢 腹立 イライラ がっかりし 期待した私が 話にならな 二度と",
    "GOOD": "神対応 神アプ 助かった 救われ 感激 絶品 ぴったり 一生 手放せな リピート 惚れ 笑顔 親身 あっという間 サクサク 期待以上 また来 また行 また買 ホッと ほっと 大当たり",
}
_ZH = {
    "BROKEN": "开胶 掉色 掉漆 卡死 卡顿 黑屏 死机 闪退 裂 漏水 漏油 生锈 异响 断了 烧了 变形 散架 失灵 打不开 连不上 登不上 崩溃",
    "MISSING": "漏发 少发 发错 丢了 弄丢 不见了 空盒 少了",
    "DIRTY": "发霉 霉味 蟑螂 老鼠 头发 没熟 生的 馊 脏兮兮 油腻 异味",
    "NO_ANSWER": "没人接 没人理 不理 挂电话 踢皮球 推来推去 已读不回 联系不上 没有下文",
    "CANCEL": "拒绝 被取消 被封 封号 冻结",
    "CHARGE": "乱扣 多扣 扣款 扣费 加价 涨价",
    "BAD": "坑人 太坑 坑爹 套路 忽悠 敷衍 糊弄 恶心 无语 气死 离谱 欺负 霸王 黑心 骗人 骗子 差劲 垃圾 翻脸 甩锅 拉胯 踩雷 避雷 劝退 寒心 糟心 闹心 智商税 不值",
    "GOOD": "靠谱 良心 贴心 暖心 惊喜 超值 回购 绝了 宝藏 省心 放心 给力 神器 真香 细心 耐心 利索 一流 没得说 点赞 必须五星 赞",
}
LANGUAGES = {
    "en": _EN,
    "de": _DE,
    "fr": _FR,
    "es": _ES,
    "it": _IT,
    "nl": _NL,
    "pl": _PL,
    "pt": _PT,
    "ja": _JA,
    "zh": _ZH,
}
