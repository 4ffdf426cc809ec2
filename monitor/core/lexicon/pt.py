"""Portuguese words and their tags; see the package."""

WORDS = {
    "GOOD": """
        bom boa bons boas bem melhor melhores ótim* excelente* maravilh* perfeit* incrível incríveis fantástic* adoro adorei amo amei
        gostei gosto lind* bonit* agradáve* simpátic* atencios* educad* prestativ* rápid* fácil prátic* confortáve* delicios* gostos*
        saboros* recomendo recomendad* recomend* feliz felizes satisfeit* contente obrigad* parabéns qualidade confiáve* profission* eficiente* impecáve*
        espetacular* top sensacional* divertid* barato vale encantad* surpreendent* sucesso lindo
    """,
    "BAD": """
        mau má maus ruim ruins pior piores péssim* horríve* terríve* decepcion* decepção vergonha* vergonhos* golpe fraude* enganos* engan* mentir*
        ladr* roubo roubad* inaceitáve* lamentáve* ridícul* inútil lixo porcaria merda grosseir* mal-educad* antipátic* incompeten* desagradáve*
        barulhent* caro cara entediant* irritad* irritante* raiva trist* infelizmente odeio odeia odiei desastre* caos insuportáve*
         absurd* descaso desrespeit* palhaçada reclam* fujam decepcionad* frustrad* frustrant* nojo nojent*
    """,
    "RUDE": "merda porra caralho puta foda-se bosta",
    "FLAW": "problema* defeito* falha* erro erros reclamaç* queixa* apontar",
    "SCARY": "assassinato* morte* guerra* arma armas acidente* crise perda* prejuízo roubo incêndio câncer cancro polícia tribunal dívida* tempestade atentado",
    "NEGATOR": "não nao nunca jamais nada ninguém nenhum nenhuma sem nem tampouco",
    "NEVER": "nunca jamais",
    "NOBODY": "ninguém",
    "NOTHING": "nada",
    "WITHOUT": "sem",
    "BUT": " porém contudo entretanto embora infelizmente",
    "WAIT": "esper* espera fila aguard* parad*",
    "TIME": "minuto* hora* dia dias semana* mês meses ano anos ontem hoje",
    "STILL": "ainda continua continuo",
    "ANSWER": "resposta* respond* atend* retorno contat* contact*",
    "COME": "veio vieram vinha chegou chegaram chega recebi recebido apareceu entregue entregou entregaram",
    "BROKEN": "quebr* partid* partiu avariad* estragad* trava travando travou caiu falh* danificad* defeituos* rasg* fecha",
    "WORK": "funcion* abre carrega ",
    "REFUND": "reembols* estorn* dinheiro devoluç* devolv* caução",
    "CHARGE": "cobra* cobrado cobraram paguei pago pagar fatura* renov*",
    "TWICE": "dobro vezes duplicad*",
    "AGAIN": " novamente outra sempre toda cada",
    "LATE": "atras* tarde demor* ",
    "CANCEL": "cancel*",
    "UPDATE": "atualização atualiz* actualiz*",
    "MISSING": "falta faltou faltando faltava perd* sumiu metade errad* vazi* incomplet*",
    "DIRTY": " fria frio cabelo mofo bolor cheir* mancha*",
    "PROMISE": "promet* prometi* deveria devia",
    "SUPPORT": "atendimento suporte serviço técnico garçom empregado funcionári* assistência",
    "ORDER": "pedido* encomenda* entrega reserva assinatura conta",
    "SINCE": "desde há após",
    "ORDINAL": "segund* terceir* quart* quint*",
    "LEAVE": "desinstal* evitem fujam",
    "ADVISE": "recomend*",
    "COSTLY": "caro cara caros carísim*",
    "SOLVED": "resolvido resolvida resolveram resolveu solucionado solucionaram consertado consertaram arranjaram trocaram substituído reembolsado reembolsaram corrigido corrigiram devolveram",
    "I": "eu me meu minha meus minhas nós nosso nossa mim",
    "YOU": "você vocês seu sua vcs vc",
    "THANKS": "obrigad* parabéns valeu",
    "WHY": " porquê ",
    "WHERE": "onde quando qual cadê quem",
    "HOWMANY": "quantas quantos vezes",
    "SOMEBODY": "alguém",
    "HOURS": "aberto segunda sexta horário localizad*",
    "NEWS": "anunciou divulga segundo milhões ações grupo trimestre empresa cento",
}
