"""English words and their tags; see the package."""

WORDS = {
    "GOOD": """
        good great excellent amazing awesome fantastic wonderful perfect perfectly love loved loves loving lovely best better
        beautiful beautifully brilliant superb outstanding incredible incredibly delicious tasty yummy yum nice nicely
        happy glad pleased delighted satisfied satisfying enjoy enjoyed enjoyable enjoying fun funny friendly helpful
         polite courteous attentive welcoming professional knowledgeable efficient quick quickly fast smooth smoothly easy
        easily simple intuitive convenient comfortable comfy cozy spacious clean fresh reliable sturdy solid durable
        worth recommend recommended impressive impressed gorgeous stunning elegant stylish classy charming
        affordable bargain generous accurate crisp sharp flawless flawlessly seamless seamlessly effortless fabulous
        terrific marvelous splendid magnificent phenomenal exceptional exceptionally remarkable favorite favourite fav
        winner win winning thrilled excited exciting ecstatic grateful thankful appreciate appreciated blessed proud cool
         neat cute adorable wow yay congrats congratulations thx cheers bliss joy joyful heaven heavenly divine gem
        masterpiece hilarious inspiring inspired entertaining engaging compelling captivating refreshing rich vivid
        well superior stellar rave treat pleasure pleasant pleasantly hooked addictive spot-on superbly handy useful
        innovative clever smart genius responsive hero rescued saver lifesaver rock rocks rocked solved success successful
        legit legendary epic dope insane insanely wicked bomb banging slaps hit delight delightful praise kudos hats
    """,
    "BAD": """
        bad terrible horrible awful worst worse poor poorly disappointing disappointed disappointment disappoints hate hated
        hates sucks sucked suck crap crappy garbage rubbish trash junk useless worthless pathetic ridiculous unacceptable
        disgusting gross nasty rude unprofessional unhelpful incompetent clueless arrogant annoying annoyed annoys
        frustrating frustrated frustration angry furious upset sad sadly unhappy unfortunately regret ashamed shame shameful
        scam scammed scammers fraud ripoff rip-off thieves thief steal stole stolen lied liar liars lie lies dishonest
        mislead misleading deceptive fake cheated shady nightmare disaster horrendous horrific dreadful appalling
        atrocious abysmal mediocre lousy lame boring bored dull bland tasteless stale soggy greasy undercooked overcooked
        cheaply flimsy uncomfortable cramped noisy loud smelly stinks stink stinky filthy messy clunky laggy sluggish
        buggy unreliable unusable confusing complicated difficult painful waste wasted wasting overpriced avoid beware
        fail failed fails failure joke laughable embarrassing insult insulting ignored dismissive careless sloppy
        unsafe dangerous sick ruined ruin ruins spoiled unwilling refuse refused refuses sorry apology worry worried hassle
        mess stupid dumb idiot idiots idiotic moron bullshit damn pissed ugh meh yuck nope downgrade regretted
        tedious pointless pretentious predictable shallow clumsy dreary lifeless uninspired contrived overrated tiresome
        weak inferior inadequate insufficient negligent outraged outrageous disgrace disgraceful disrespectful hostile
        aggressive stress stressful mediocrity rant complaint complaints complain complained complaining dissatisfied
    """,
    "RUDE": "fuck fucking fucked fuckin shit shitty bullshit ass asshole bitch bastard damn dammit crap screw screwed",
    "FLAW": """
        problem problems issue issues trouble troubles complaint complaints fault faults error errors bug bugs glitch
        glitches defect defects flaw flaws hassle hiccup hiccups downside stain stains regret regrets worry worries
    """,
    "SCARY": """
        murder murdered killed killing kills death deaths died weapon weapons attack attacks crime crimes crisis
        accident crash virus viruses cancer disease pain storm flood earthquake fire debt debts loss losses lawsuit court
        police poison risk risks theft disability drug drugs terror bomb victims victim dead shooting prison
    """,
    "NEGATOR": """
        not no never none nor neither cannot can't don't doesn't didn't won't wouldn't couldn't shouldn't isn't aren't
        wasn't weren't haven't hasn't hadn't ain't cant dont doesnt didnt wont wouldnt couldnt isnt wasnt without zero
        nothing nobody hardly barely
    """,
    "NEVER": "never",
    "NOBODY": "nobody noone none no-one",
    "NOTHING": "nothing nada zilch",
    "WITHOUT": "without",
    "BUT": "but however although though yet except unfortunately while whereas",
    "WAIT": "wait waited waiting waits queue queued queueing pending stuck ",
    "TIME": """
        minute minutes min mins hour hours hrs hr day days week weeks month months year years monday tuesday wednesday
        thursday friday saturday sunday today yesterday
    """,
    "STILL": "still yet already",
    "ANSWER": """
        answer answers answered answering reply replies replied respond responds responded response responses callback
        contact reached reach explanation apology acknowledge
    """,
    "COME": """
        came come comes arrive arrived arrives show showed shows appeared turned delivered received receive got shipped
    """,
    "BROKEN": """
        broken broke breaks break crash crashed crashes crashing freezes froze frozen freezing fail failed fails failing
        failure stopped stops dies died dead defective faulty malfunction cracked cracks leaked leaking leaks leak
        overheats overheating glitchy corrupted damaged damage snapped tore torn ripped unusable disconnects drops
        dropped dropping black blank error errors down outage pieces locked
    """,
    "WORK": "work works worked working function functions functioning load loads loading open opens connect connects respond charge",
    "REFUND": "refund refunds refunded reimbursement reimbursed money compensation voucher deposit chargeback",
    "CHARGE": "charge charged charges charging bill billed billing invoice invoiced paid pay paying debited fee fees renewed renews",
    "TWICE": "twice double thrice",
    "AGAIN": "again another repeatedly constantly continually always every keeps keep",
    "LATE": "late delay delayed delays overdue slow slowly behind missed postponed rescheduled",
    "CANCEL": "cancel cancelled canceled cancels cancellation cancelling unsubscribe unsubscribed terminated",
    "UPDATE": "update updated updates updating upgrade upgraded version",
    "MISSING": "missing lost half wrong incomplete empty gone disappeared vanished lack lacks lacking",
    "DIRTY": "dirty cold hair mold mould mouldy moldy stained bugs roaches cockroach smell smelled smelt dusty filthy lukewarm raw",
    "PROMISE": "promised promise promises supposed advertised claimed claims told said assured guaranteed",
    "SUPPORT": "support service staff agent agents representative rep hotline helpdesk manager technician engineer reception waiter",
    "ORDER": "order ordered orders package parcel delivery shipment booking reservation subscription account ticket tracking",
    "SINCE": "since after ",
    "ORDINAL": "second third fourth fifth sixth 0nd 0rd 0th 00th",
    "LEAVE": "avoid leaving switched switching uninstall uninstalled uninstalling deleted deleting returned returning stay away quit bother",
    "ADVISE": "recommend recommended recommending recommendation",
    "COSTLY": "expensive overpriced pricey pricy costly ripoff",
    "SOLVED": "solved resolved fixed sorted repaired replaced mended rectified corrected refunded reimbursed restored recovered credited",
    "I": "i i'm i've i'd i'll ive my me we our us mine we're we've we'd myself",
    "YOU": "you your you're u ur yours",
    "THANKS": "thanks thank thx congratulations congrats bravo kudos",
    "WHY": "why how",
    "WHERE": "where when what which who does is are can could",
    "HOWMANY": "many often times long much",
    "SOMEBODY": "anyone anybody someone somebody ever even",
    "HOURS": "am pm opens open closes oclock located street annual daily",
    "NEWS": "announced announces announce reports reported report launches launched percent million billion according shares quarter ceo",
}
