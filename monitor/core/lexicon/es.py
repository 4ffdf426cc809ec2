"""Spanish words and their tags; see the package."""

WORDS = {
    "GOOD": """
        buen bueno buena buenos buenas bien mejor mejores excelente* genial* increíble* fantástic* perfect* maravill* estupend*
        encanta encantó encantado encantada encantan amable* atent* simpátic* rápid* fácil fácilmente cómod* delicios*
        sabros* recomiendo recomendable* recomend* content* feliz felices satisfech* gracias gusta gustó gustan hermos* bonit* precios*
        agradable* acogedor* profesional* eficaz eficiente* útil útiles calidad fiable* ideal* impecable* espectacular* magnífic*
        divertid* enhorabuena felicidades felicitaciones inmejorable* guay chulo amor amo adoro merece placer exquisit* barato
    """,
    "BAD": """
        malo mala malos malas peor peores pésim* horrible* terrible* fatal asco asqueros* decepcion* vergüenza vergonzos* estafa*
        estafador* ladron* ladrón robo timo mentira* mentiros* engañ* inaceptable* inadmisible* lamentable* ridícul* inútil* basura
        porquería mierda grosero* maleducad* antipátic* incompetent* incompetencia desagradable* sucio sucia ruidos*
        caro cara aburrid* enfad* harto harta hartos molest* triste* desgraciadamente lástima odio odia odiar frustr* desastre*
        caos insoportable* indignante* insípid* fraude* penoso* nefast* deplorable* patétic* queja* quejas
    """,
    "RUDE": "mierda joder puta puto coño cabron* cabrón* pendej* carajo",
    "FLAW": "problema* queja* fallo* error* defecto* inconveniente* ",
    "SCARY": "asesinato* muerte* muert* guerra* arma armas accidente* crisis pérdida* robo incendio* cáncer policía tribunal deuda* tormenta atentado",
    "NEGATOR": "no nunca jamás nada nadie ningún ninguna ninguno sin ni tampoco apenas",
    "NEVER": "nunca jamás",
    "NOBODY": "nadie",
    "NOTHING": "nada",
    "WITHOUT": "sin",
    "BUT": "pero aunque embargo sino lástima ",
    "WAIT": "esper* espera cola atascad*",
    "TIME": "minuto* hora* día días semana* mes meses año años ayer hoy",
    "STILL": "todavía aún sigue siguen sigo",
    "ANSWER": "respuesta* respond* contest* atiend* llamada* contacto",
    "COME": "vino vinieron viene llegó llegado llega llegaron recibido recibí apareció aparece venir entregado",
    "BROKEN": " roto rota rompió rompe averiad* estropead* falló falla cuelga bloquead* dañad* defectuos* pedazos cerró",
    "WORK": "funcion* arranca abre carga ",
    "REFUND": "reembols* devoluc* devolv* dinero fianza",
    "CHARGE": "cobr* cobraron cargo factura* pagué pagar pagado pago renov*",
    "TWICE": "doble veces",
    "AGAIN": "otra vuelve constantemente siempre cada",
    "LATE": "tarde retras* demora* ",
    "CANCEL": "cancel* anulad* baja",
    "UPDATE": "actualización actualiz*",
    "MISSING": " faltan faltaba perdid* perdieron desapareció mitad equivocad* vací* incomplet*",
    "DIRTY": "sucio* sucia* frío fría moho huele olor mancha*",
    "PROMISE": "prometi* prometen supuest* tenía debía",
    "SUPPORT": "atención servicio soporte técnico camarero camarera personal empleado* recepción",
    "ORDER": "pedido* paquete envío reserva suscripción cuenta",
    "SINCE": "desde tras hace",
    "ORDINAL": "segundo segunda tercer tercera tercero cuarto cuarta quinta",
    "LEAVE": "desinstal* eviten evitad cambio",
    "ADVISE": "recomiend* recomend*",
    "COSTLY": "caro cara caros carísim*",
    "SOLVED": "resuelto resuelta resolvieron resolvió solucionado solucionada solucionaron solucionó arreglado arreglaron arregló cambiaron reembolsaron reembolsado corregido corrigieron",
    "I": "yo mis nuestro nuestra nosotros hemos",
    "YOU": "tú usted ustedes vosotros os vuestra vuestro ",
    "THANKS": "gracias enhorabuena felicidades",
    "WHY": "qué cómo porqué",
    "WHERE": "dónde cuándo cuál quién hora",
    "HOWMANY": "cuántas cuántos veces",
    "SOMEBODY": "alguien alguna",
    "HOURS": "abierto horario lunes viernes ubicad*",
    "NEWS": "anunció anunciará según ciento millones acciones grupo trimestre empresa",
}
