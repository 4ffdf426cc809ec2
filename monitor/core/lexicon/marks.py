"""Emoji and emoticons, and what all languages write the same."""

WORDS = {
    "SMILE": (
        ":) :-) :d :-d ;) ;-) =) :] ^^ ^_^ <3 :p :-p :* :-* xd )) "
        "😀 😃 😄 😁 😊 🙂 😍 🥰 😘 😎 🤩 👍 👏 🙌 💪 ❤ ♥ 💕 💖 💗 💙 💚 💛 💜 🎉 🥳 ✨ 🌟 ⭐ 🔥 💯 😂 🤣 😋 🤗 ☺ 😉 👌 ✅ 🏆 💐 🙏"
    ),
    "FROWN": (
        ":( :-( :'( :/ :-/ :[ :-[ :\\ =( :| :-| >:( -_- (( "
        "😡 😠 🤬 😞 😔 😢 😭 😩 😫 😤 👎 💩 🤮 🤢 😒 🙄 😑 😕 🙁 ☹ 😣 😖 🤦 💔 😱 🤡 🚮 ❌ 😾 😐"
    ),
    "GOOD": "top super bravo perfect 👍",
    "BAD": "404 👎",
    "QUOTE": '" “ ” „ « » 「 」 『 』',
    "EXCLAIM": "❗ ‼",
    "RUDE": "wtf lol smh fml ffs",
}
