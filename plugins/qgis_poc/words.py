"""The plugin's words in English and Indonesian; QGIS's own language decides."""

from qgis.PyQt.QtCore import QLocale, QSettings

INDONESIAN = {
    "POC layers": "Lapisan POC",
    "Edit the layers of the operation centre": "Sunting lapisan pusat operasi",
    "Service": "Layanan",
    "Name": "Nama",
    "Password": "Kata sandi",  # nosec B105 # pragma: allowlist secret
    "Secret of an embedded service (else empty)": "Rahasia layanan tertanam (atau kosong)",
    "Sign in": "Masuk",
    "Kept by QGIS": "Disimpan QGIS",
    "Help": "Bantuan",
    "This sign-in of QGIS can't be read, or is not of the kind Basic.": "Data masuk QGIS ini tidak dapat dibaca, atau "
    "bukan jenis Basic.",
    "Layer": "Lapisan",
    "Pull…": "Tarik…",
    "Open a pulled layer…": "Buka lapisan yang sudah ditarik…",
    "Update": "Perbarui",
    "Review": "Tinjau",
    "Hand in": "Ajukan",
    "Publish": "Terbitkan",
    "What the edits are for": "Untuk apa suntingan ini",
    "What was done": "Perubahan",
    "Feature": "Fitur",
    "Fields": "Kolom",
    "added": "ditambah",
    "changed": "diubah",
    "deleted": "dihapus",
    "Mine": "Milik saya",
    "Theirs": "Milik mereka",
    "Keep mine": "Pakai milik saya",
    "Take theirs": "Pakai milik mereka",
    "Show": "Tampilkan",
    "Nothing was edited.": "Tidak ada yang disunting.",
    "{count} features were edited.": "{count} fitur disunting.",
    "Signed in as {name}.": "Masuk sebagai {name}.",
    "Pulled {count} features.": "{count} fitur ditarik.",
    "Up to date.": "Sudah mutakhir.",
    "Handed in. Another person reviews it.": "Sudah diajukan. Orang lain akan meninjaunya.",
    "Published.": "Sudah diterbitkan.",
    "Changed by somebody else in the same fields: {count}. Decide each.": "Diubah orang lain pada kolom yang sama: "
    "{count}. Putuskan satu per satu.",
    "The service does not answer. Your edits are safe here; push again later.": "Layanan tidak menjawab. Suntingan "
    "Anda aman di sini; kirim lagi nanti.",
    "The layer has other fields now (new: {added}; gone: {removed}). Pull it anew under another name.": "Kolom lapisan "
    "ini sudah berbeda (baru: {added}; hilang: {removed}). Tarik ulang dengan nama lain.",
    "The checks found: {words}": "Pemeriksaan menemukan: {words}",
    "Sign in first.": "Masuk dulu.",
    "Pull or open a layer first.": "Tarik atau buka lapisan dulu.",
    "geometry": "geometri",
    "deleted here": "dihapus di sini",
    "deleted there": "dihapus di sana",
}


def language():
    """The two letters of QGIS's language."""
    settings = QSettings()
    chosen = settings.value("locale/userLocale", "", type=str)
    own = settings.value("locale/overrideFlag", False, type=bool)
    return (chosen if own and chosen else QLocale.system().name())[:2]


def say(words, **figures):
    """The words in QGIS's language, with the figures put in."""
    text = INDONESIAN.get(words, words) if language() == "id" else words
    return text.format(**figures) if figures else text
