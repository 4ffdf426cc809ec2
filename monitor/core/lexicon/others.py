"""The commonest words of further languages, by language: Swedish, Danish, Norwegian, Finnish, Turkish, Indonesian,
Arabic, Hebrew, Romanian, Serbian and Croatian, Czech, Ukrainian, Hungarian, Greek, Korean, Thai, Vietnamese, Hindi.
"""

WORDS = {
    "GOOD": """
         bättre bäst* fantastisk* underbar* utmärkt* jättebra nöjd* trevlig* rekommenderar älskar tack snabb* fräsch*
        godt gode bedre fremragende dejlig* tilfreds anbefaler elsker takk hyggelig* fornøyd flott nydelig*
        hyvä hyvää hyvin erinoma* loistava* mahtava* ihana* kiitos suosittelen tyytyväi* paras
        güzel* iyi harika* mükemmel* süper teşekkür* memnun* lezzetli* başarılı sevdim tavsiye kaliteli
        bagus baik mantap enak puas suka terbaik cepat ramah nyaman murah keren senang indah recommended
        ممتاز* رائع* جميل* جيد* جيدة احسن أفضل افضل شكرا حلو لذيذ نظيف سريع مريح الحمد احب أحب انصح
        טוב טובה מעולה מצוין נהדר אהבתי תודה מקסים כיף נפלא בהצלחה אוהב מדהים
         bună excelent* minunat* mulțumesc multumesc recomand frumos frumoas* mulțumit*
        dobar dobra dobro odličn* sjajn* najbolj* prelep* hvala preporuč* zadovolj* divn*
        dobrý dobrá dobré skvěl* výborn* vynikající krásn* děkuj* doporuč* spokojen* úžasn*
        добре чудов* дякую гарн* відмінн* задоволен*
        jó kiváló* remek* szuper köszön* ajánl* elégedett* gyönyörű*
        καλό καλή καλά τέλει* υπέροχ* εξαιρετικ* ευχαριστώ άψογ*
        좋아* 좋은 좋았* 좋습* 최고* 감사* 만족* 추천* 친절* 맛있* 예쁘* 편리* 훌륭* 빠르* 깨끗* 재미있*
        ดี ดีมาก อร่อย ชอบ สวย เยี่ยม ขอบคุณ ประทับใจ น่ารัก รัก สุดยอด คุ้ม แนะนำ ถูกใจ เร็ว สะอาด
        tốt tuyệt đẹp ngon thích hài nhanh
        अच्छा अच्छी अच्छे बढ़िया शानदार बेहतरीन धन्यवाद प्यार खुश सुंदर
    """,
    "BAD": """
        dålig* sämst* sämre hemsk* besvik* usel* värdelös* tyvärr katastrof* skräp otrevlig* bedrägeri
        dårlig* elendig* skuffet skuffende forferdelig* forfærdelig* desværre dessverre svindel værst*
        huono* surkea* pettynyt pettymys kamala* valitettavasti paska* hirveä*
        kötü* berbat* rezalet* maalesef pişman* yavaş* pahalı* saçma* sahtekar* dolandırıcı* çöp bozuk* iğrenç*
        buruk jelek kecewa mengecewakan parah lambat mahal kotor rusak rugi bohong penipu* penipuan kapok payah bau
        سيء سيئ* سيئه اسوا أسوأ فاشل* زباله للاسف للأسف مقرف* كذب نصب حرامي* قذر وسخ بطيء غالي ضعيف زفت خايس
        גרוע גרועה נורא בושה מאכזב אכזבה שקר גנבים חבל אסון זבל עלוב מגעיל
         proastă slabă dezamăg* groaznic* oribil* păcat rușine țeapă teapa scump nasol
        loš loša loše užas* grozn* sramot* razočar* prevar* nažalost katastrof* smeće bljuv* dosad*
        špatn* hrozn* zklam* příšern* bohužel podvod* nespokojen* otřesn* hnus*
        поган* жах* жахлив* ганьб* розчаров* шахра*
        rossz* szörny* borzaszt* csalód* sajnos pocsék* botrány* átver*
        κακό κακή χάλια απαράδεκτ* χειρότερ* απογοήτευσ* δυστυχώς απάτη ντροπή
        나쁜 나쁘* 최악* 별로* 실망* 불친절* 짜증* 후회* 더럽* 사기* 쓰레기* 느리* 비싸* 맛없* 불편* 환불*
        แย่ ห่วย ไม่ดี ผิดหวัง ช้า แพง โกง เสีย เลว ไม่ชอบ ไม่อร่อย แย่มาก กาก เซ็ง ไม่พอใจ โกรธ สกปรก ไม่ประทับใจ
        tệ dở chán kém chậm đắt lừa
        बुरा बुरी खराब घटिया बेकार धोखा शर्म दुख नफरत गंदा झूठ
    """,
    "NEGATOR": """
        inte ingen aldrig inget utan ikke aldri ingenting uden uten eivät älä değil yok hiç asla
        tidak bukan jangan belum nggak gak ga enggak tdk لا لم لن ليس ليست غير ما مش مو بدون ماكو
        לא אין אף בלי nici niciodată fără nije nisu nema nikad bez není nejsou nikdy nem nincs soha sem
        δεν μην ούτε χωρίς ποτέ 안 못 không chưa chẳng नहीं मत ना не немає ні
    """,
    "BUT": " mutta fakat tapi namun tetapi لكن ولكن אבל însă međutim však αλλά όμως nhưng लेकिन मगर але แต่ 하지만 그런데",
    "I": "jag mig minä bana benim biz saya aku kami gue أنا انا نحن אני אנחנו eu noi moj én εγώ 저는 제가 tôi मैं हम मुझे мені",
    "THANKS": "tack takk kiitos teşekkür* makasih شكرا תודה mulțumesc hvala děkuj* köszön* ευχαριστώ 감사* cảm धन्यवाद дякую",
}
