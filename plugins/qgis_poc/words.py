"""The plugin's words in English and Indonesian; QGIS's own language decides."""

from qgis.PyQt.QtCore import QLocale, QSettings

INDONESIAN = {
    "POC layers": "Lapisan POC",
    "Edit the layers of the operation centre": "Sunting lapisan pusat operasi",
    # the panel
    "Service": "Layanan",
    "Service: {name}": "Layanan: {name}",
    "Address": "Alamat",
    "Secret": "Rahasia",  # nosec B105 # pragma: allowlist secret
    "only for a console's own service": "hanya untuk layanan milik konsol",
    "Name": "Nama",
    "Password": "Kata sandi",  # nosec B105 # pragma: allowlist secret
    "Kept by QGIS": "Disimpan QGIS",
    "Sign in": "Masuk",
    "Help": "Bantuan",
    "Layer": "Lapisan",
    "Pull…": "Tarik…",
    "Open…": "Buka…",
    "Take the layer to a GeoPackage on this computer": "Ambil lapisan ke GeoPackage di komputer ini",
    "Go on with a layer that was pulled before; needs no service": "Lanjutkan lapisan yang sudah ditarik, tanpa "
    "layanan",
    "Open a pulled layer": "Buka lapisan yang sudah ditarik",
    "Edits": "Suntingan",
    "Edits: {title}": "Suntingan: {title}",
    "Update": "Perbarui",
    "Review": "Tinjau",
    "Hand in": "Ajukan",
    "Publish": "Terbitkan",
    "Take in what others published": "Ambil yang diterbitkan orang lain",
    "List what was edited since the pull": "Tampilkan yang disunting sejak ditarik",
    "Send the edits to another person for review": "Kirim suntingan untuk ditinjau orang lain",
    "Put the edits on everybody's map": "Taruh suntingan di peta semua orang",
    "What the edits are for": "Untuk apa suntingan ini",
    "Change": "Perubahan",
    "Feature": "Fitur",
    "Fields": "Kolom",
    "Field": "Kolom",
    "added": "ditambah",
    "changed": "diubah",
    "deleted": "dihapus",
    "Mine": "Milik saya",
    "Theirs": "Milik mereka",
    "Conflict {number} of {count}: {name}": "Konflik {number} dari {count}: {name}",
    "Previous conflict": "Konflik sebelumnya",
    "Next conflict": "Konflik berikutnya",
    "Keep mine": "Pakai milik saya",
    "Take theirs": "Pakai milik mereka",
    "geometry": "geometri",
    "drawn blue": "digambar biru",
    "drawn orange": "digambar jingga",
    "deleted here": "dihapus di sini",
    "deleted there": "dihapus di sana",
    # what is said
    "Nothing was edited.": "Tidak ada yang disunting.",
    "{count} features were edited.": "{count} fitur disunting.",
    "Signed in as {name}.": "Masuk sebagai {name}.",
    "Pulled {count} features.": "{count} fitur ditarik.",
    "Up to date.": "Sudah mutakhir.",
    "Handed in. Another person reviews it.": "Sudah diajukan. Orang lain akan meninjaunya.",
    "Published.": "Sudah diterbitkan.",
    "Published what was sent before. {count} later edits are still here: push again.": "Yang dikirim sebelumnya sudah "
    "diterbitkan. {count} suntingan sesudahnya masih di sini: kirim lagi.",
    "The layer was taken off the map. Your edits are in {path}: open it to go on.": "Lapisan dilepas dari peta. "
    "Suntingan Anda ada di {path}: buka untuk melanjutkan.",
    # what went wrong
    "Changed by somebody else in the same fields: {count}. Decide each.": "Diubah orang lain pada kolom yang sama: "
    "{count}. Putuskan satu per satu.",
    "The service does not answer. Your edits are safe here; push again later.": "Layanan tidak menjawab. Suntingan "
    "Anda aman di sini; kirim lagi nanti.",
    "Something else than the service answers there. Is the address right? Does your network ask for a sign-in?": "Yang "
    "menjawab bukan layanan. Apakah alamatnya benar? Apakah jaringan Anda meminta masuk?",
    "The address must begin with https://, so that nobody reads your password on the way.": "Alamat harus diawali "
    "https:// agar kata sandi Anda tidak terbaca di jalan.",
    "The layer has other fields now (new: {added}; gone: {removed}). Pull it anew under another name.": "Kolom lapisan "
    "ini sudah berbeda (baru: {added}; hilang: {removed}). Tarik ulang dengan nama lain.",
    "The name, the password or the secret is wrong.": "Nama, kata sandi, atau rahasia salah.",
    "Your sign-in is over. Sign in again; your edits are safe here.": "Sesi masuk Anda berakhir. Masuk lagi; suntingan "
    "Anda aman di sini.",
    "Your role may not do this.": "Peran Anda tidak boleh melakukan ini.",
    "The service does not know this.": "Layanan tidak mengenal ini.",
    "That is more than the service takes at once.": "Itu lebih dari yang diterima layanan sekaligus.",
    "Too many tries. Wait a moment.": "Terlalu banyak percobaan. Tunggu sebentar.",
    "The service can't store anything now. Your edits are safe here; push again later.": "Layanan belum dapat "
    "menyimpan. Suntingan Anda aman di sini; kirim lagi nanti.",
    "The service refused it: {words}": "Layanan menolak: {words}",
    "The checks found {count}: {words}": "Pemeriksaan menemukan {count}: {words}",
    "Something went wrong. It is written in QGIS's log, under POC.": "Ada yang salah. Tercatat di log QGIS: POC.",
    "Sign in first.": "Masuk dulu.",
    "Pull or open a layer first.": "Tarik atau buka lapisan dulu.",
    "This sign-in of QGIS can't be read, or is not of the kind Basic.": "Data masuk QGIS ini tidak dapat dibaca, atau "
    "bukan jenis Basic.",
    "Save your edits first.": "Simpan suntingan Anda dulu.",
    "There is no pulled layer at {path}.": "Tidak ada lapisan yang sudah ditarik di {path}.",
    "{path} is there already: open it, or choose another name.": "{path} sudah ada: buka, atau pilih nama lain.",
    "{path} is missing: it holds what the layer was when it was pulled.": "{path} tidak ada: di situ tersimpan keadaan "
    "lapisan saat ditarik.",
    "{path} can't be read or written: {why}": "{path} tidak dapat dibaca atau ditulis: {why}",
    "{path} can't be written: {why}": "{path} tidak dapat ditulis: {why}",
    "{path} is not there any more. Nothing was done.": "{path} sudah tidak ada. Tidak ada yang dilakukan.",
    "{path} can't be read wholly. Nothing was done.": "{path} tidak terbaca seluruhnya. Tidak ada yang dilakukan.",
    "The GeoPackage {path} can't be read.": "GeoPackage {path} tidak dapat dibaca.",
    "The GeoPackage can't be written.": "GeoPackage tidak dapat ditulis.",
    "A filter hides features of this layer. Take it off first.": "Filter menyembunyikan fitur lapisan ini. Lepas dulu.",
    "The copy has lost columns: {names}. Name them as they were, or pull the layer anew under another name.": "Salinan "
    "kehilangan kolom: {names}. Kembalikan namanya, atau tarik ulang lapisan dengan nama lain.",
    "Without geometry: {names}. Draw it, or delete the feature.": "Tanpa geometri: "
    "{names}. Gambarlah, atau hapus fiturnya.",
    # what the checks find
    "{field} is missing": "{field} belum diisi",
    "the layer has no field {field}": "lapisan tidak punya kolom {field}",
    "{field} must be one of: {detail}": "{field} harus salah satu dari: {detail}",
    "{field} must be yes or no": "{field} harus ya atau tidak",
    "{field} must be a number": "{field} harus berupa angka",
    "{field} must be a whole number": "{field} harus bilangan bulat",
    "{field} must lie within {detail}": "{field} harus dalam {detail}",
    "{field} must be text": "{field} harus berupa teks",
    "{field} is longer than {detail} letters": "{field} lebih panjang dari {detail} huruf",
    "{field} holds a control character": "{field} memuat karakter kendali",
    "{field} must begin with https://, http:// or rtsp://": "{field} harus diawali https://, http://, atau rtsp://",
    "{field} is a time without a zone": "{field} adalah waktu tanpa zona",
    "{field} is no date or time": "{field} bukan tanggal atau waktu",
    "the shape is of another kind than the layer's: {detail}": "bentuknya bukan jenis lapisan ini: {detail}",
    "the shape is not valid: {detail}": "bentuknya tidak sah: {detail}",
    "it lies outside the city": "letaknya di luar kota",
    "it overlaps {other} by {detail} m²": "tumpang tindih dengan {other} seluas {detail} m²",
}


def language():
    """The two letters of QGIS's language."""
    settings = QSettings()
    chosen = settings.value("locale/userLocale", "", type=str)
    own = settings.value("locale/overrideFlag", False, type=bool)
    return (chosen if own and chosen else QLocale.system().name())[:2]


def say(sentence, **figures):
    """The words in QGIS's language, with the figures put in."""
    text = INDONESIAN.get(sentence, sentence) if language() == "id" else sentence
    return text.format(**figures) if figures else text


def title_of(told, title):
    """A title of the service's (a layer's, a field's, a class's) in QGIS's language; `told`: the answer it came in."""
    return told.get("words", {}).get(language(), {}).get(title, title)
