<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="id" sourcelanguage="en">
<context>
    <name>Actions</name>
    <message>
        <source>Verify</source>
        <translation>Verifikasi</translation>
    </message>
    <message>
        <source>Assign</source>
        <translation>Disposisi</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>Tarik kembali</translation>
    </message>
    <message>
        <source>Accepted by department</source>
        <translation>Diterima SKPD</translation>
    </message>
    <message>
        <source>Refused by department</source>
        <translation>Ditolak SKPD</translation>
    </message>
    <message>
        <source>Work started</source>
        <translation>Mulai dikerjakan</translation>
    </message>
    <message>
        <source>Reported done</source>
        <translation>Dilaporkan selesai</translation>
    </message>
    <message>
        <source>Confirm solved</source>
        <translation>Pastikan selesai</translation>
    </message>
    <message>
        <source>Not accepted</source>
        <translation>Kembalikan</translation>
    </message>
    <message>
        <source>Reopen</source>
        <translation>Buka lagi</translation>
    </message>
    <message>
        <source>Ask the citizen</source>
        <translation>Tanya warga</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Lanjutkan</translation>
    </message>
    <message>
        <source>Hold</source>
        <translation>Tunda</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>Arsipkan</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Keluarkan dari arsip</translation>
    </message>
    <message>
        <source>Mark as duplicate</source>
        <translation>Tandai kembar</translation>
    </message>
    <message>
        <source>Split off again</source>
        <translation>Pisahkan lagi</translation>
    </message>
</context>
<context>
    <name>Ask</name>
    <message>
        <source>Write a reason, or choose one with its number.</source>
        <translation>Tulis alasan, atau pilih dengan angkanya.</translation>
    </message>
    <message>
        <source>Why is it archived?</source>
        <translation>Mengapa diarsipkan?</translation>
    </message>
    <message>
        <source>Choose a reason with 1, 2 or 3.</source>
        <translation>Pilih alasan dengan 1, 2, atau 3.</translation>
    </message>
    <message>
        <source>Why does it wait?</source>
        <translation>Mengapa ditunda?</translation>
    </message>
    <message>
        <source>Waits for material</source>
        <translation>Menunggu bahan</translation>
    </message>
    <message>
        <source>Waits for a permit</source>
        <translation>Menunggu izin</translation>
    </message>
    <message>
        <source>Waits for the weather</source>
        <translation>Menunggu cuaca</translation>
    </message>
    <message>
        <source>What should the citizen answer?</source>
        <translation>Apa yang perlu dijawab warga?</translation>
    </message>
    <message>
        <source>Where exactly is it?</source>
        <translation>Di mana lokasi persisnya?</translation>
    </message>
    <message>
        <source>Please send a photo.</source>
        <translation>Mohon kirim foto.</translation>
    </message>
    <message>
        <source>Is it still so?</source>
        <translation>Apakah masih terjadi?</translation>
    </message>
    <message>
        <source>Write the question, or choose one with its number.</source>
        <translation>Tulis pertanyaan, atau pilih dengan angkanya.</translation>
    </message>
    <message>
        <source>Why is it recalled?</source>
        <translation>Mengapa ditarik kembali?</translation>
    </message>
    <message>
        <source>Sent to the wrong department</source>
        <translation>Salah SKPD</translation>
    </message>
    <message>
        <source>No answer came</source>
        <translation>Tidak ada jawaban</translation>
    </message>
    <message>
        <source>Why does the department refuse?</source>
        <translation>Mengapa SKPD menolak?</translation>
    </message>
    <message>
        <source>Not its duty</source>
        <translation>Bukan wewenangnya</translation>
    </message>
    <message>
        <source>Outside its area</source>
        <translation>Di luar wilayahnya</translation>
    </message>
    <message>
        <source>Too little is known</source>
        <translation>Keterangan kurang</translation>
    </message>
    <message>
        <source>Why is it not accepted?</source>
        <translation>Mengapa hasilnya belum diterima?</translation>
    </message>
    <message>
        <source>The work is not visible</source>
        <translation>Hasil kerja tidak tampak</translation>
    </message>
    <message>
        <source>The citizen says it is not solved</source>
        <translation>Warga menyatakan belum beres</translation>
    </message>
    <message>
        <source>Why is it opened again?</source>
        <translation>Mengapa dibuka lagi?</translation>
    </message>
    <message>
        <source>It has come back</source>
        <translation>Terjadi lagi</translation>
    </message>
    <message>
        <source>What does the department say was done?</source>
        <translation>Apa yang dikerjakan menurut SKPD?</translation>
    </message>
    <message>
        <source>Write what was done: the citizen will ask.</source>
        <translation>Tulis apa yang dikerjakan: warga akan bertanya.</translation>
    </message>
    <message>
        <source>One hour ({time})</source>
        <translation>Satu jam ({time})</translation>
    </message>
    <message>
        <source>Tonight {time}</source>
        <translation>Malam ini {time}</translation>
    </message>
    <message>
        <source>Tomorrow {time}</source>
        <translation>Besok {time}</translation>
    </message>
    <message>
        <source>Monday {time}</source>
        <translation>Senin {time}</translation>
    </message>
</context>
<context>
    <name>AskCoordinates</name>
    <message>
        <source>Degrees, degrees with minutes and seconds, or UTM 48S (DGN95) in metres.</source>
        <translation>Derajat, derajat-menit-detik, atau UTM 48S (DGN95) dalam meter.</translation>
    </message>
    <message>
        <source>Type coordinates</source>
        <translation>Ketik koordinat</translation>
    </message>
    <message>
        <source>This is no place yet. Examples: -6.2349, 106.9896 · 6°14′5,6″ LS 106°59′22″ BT</source>
        <translation>Belum berupa lokasi. Contoh: -6.2349, 106.9896 · 6°14′5,6″ LS 106°59′22″ BT</translation>
    </message>
    <message>
        <source>Read as easting, then northing.</source>
        <translation>Dibaca sebagai timur, lalu utara.</translation>
    </message>
    <message>
        <source>Read as latitude, then longitude.</source>
        <translation>Dibaca sebagai lintang, lalu bujur.</translation>
    </message>
    <message>
        <source>Read as longitude, then latitude.</source>
        <translation>Dibaca sebagai bujur, lalu lintang.</translation>
    </message>
    <message>
        <source>Latitude</source>
        <translation>Lintang</translation>
    </message>
    <message>
        <source>Longitude</source>
        <translation>Bujur</translation>
    </message>
</context>
<context>
    <name>AskFields</name>
    <message>
        <source>Say which field of the layer takes what. What is left empty is not pasted.</source>
        <translation>Tentukan atribut lapisan untuk setiap isian. Yang dikosongkan tidak ditempel.</translation>
    </message>
    <message>
        <source>Paste into {layer}</source>
        <translation>Tempel ke {layer}</translation>
    </message>
</context>
<context>
    <name>AskPanel</name>
    <message>
        <source>Why is it sent back? The author reads this.</source>
        <translation>Mengapa dikembalikan? Penyusunnya membaca ini.</translation>
    </message>
    <message>
        <source>Withdraw it? What it changes is not published. A word why is kept with it.</source>
        <translation>Tarik draf ini? Perubahannya tidak diterbitkan. Alasannya disimpan bersamanya.</translation>
    </message>
    <message>
        <source>The checks have {count} warnings. Say in a word why they may stay.</source>
        <translation>Pemeriksaan memberi {count} peringatan. Jelaskan singkat mengapa boleh dibiarkan.</translation>
    </message>
    <message>
        <source>Once it is approved the service publishes it by itself at this moment.</source>
        <translation>Setelah disetujui, layanan menerbitkannya sendiri pada saat ini.</translation>
    </message>
    <message>
        <source>Set the moment</source>
        <translation>Tetapkan waktu</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Batal</translation>
    </message>
    <message>
        <source>Not by itself</source>
        <translation>Tidak otomatis</translation>
    </message>
    <message>
        <source>A few words are needed.</source>
        <translation>Perlu beberapa kata.</translation>
    </message>
</context>
<context>
    <name>AskWhose</name>
    <message>
        <source>One of them stays, with its fields and its history; the others go into it.</source>
        <translation>Satu tetap dengan atribut dan riwayatnya; yang lain dilebur ke dalamnya.</translation>
    </message>
    <message>
        <source>Merge {count} features</source>
        <translation>Gabungkan {count} objek</translation>
    </message>
</context>
<context>
    <name>Asker</name>
    <message>
        <source>Your role can&apos;t change reports.</source>
        <translation>Peran Anda tidak dapat mengubah laporan.</translation>
    </message>
    <message>
        <source>Your role can&apos;t do this: {action}</source>
        <translation>Peran Anda tidak dapat melakukan ini: {action}</translation>
    </message>
    <message>
        <source>{action} does not follow from the present state: {which}</source>
        <translation>{action} tidak dapat dilakukan dari status sekarang: {which}</translation>
    </message>
</context>
<context>
    <name>AssignPanel</name>
    <message>
        <source>Assign {what}</source>
        <translation>Disposisi {what}</translation>
    </message>
    <message>
        <source>Find a department</source>
        <translation>Cari SKPD</translation>
    </message>
    <message>
        <source>Departments</source>
        <translation>SKPD</translation>
    </message>
    <message>
        <source>Each to its suggested department</source>
        <translation>Masing-masing ke SKPD yang disarankan</translation>
    </message>
    <message>
        <source>suggested</source>
        <translation>disarankan</translation>
    </message>
    <message>
        <source>Each report goes where the routing table sends it.</source>
        <translation>Setiap laporan dikirim menurut tabel rute.</translation>
    </message>
    <message>
        <source>Why: {reason}</source>
        <translation>Sebab: {reason}</translation>
    </message>
    <message>
        <source>Your own choice. {department} answers here itself.</source>
        <translation>Pilihan Anda sendiri. {department} menjawab sendiri di konsol ini.</translation>
    </message>
    <message>
        <source>Your own choice. {department} is not on line: you enter what it answers.</source>
        <translation>Pilihan Anda sendiri. {department} tidak daring: Anda yang mencatat jawabannya.</translation>
    </message>
    <message>
        <source>Assign to {department}</source>
        <translation>Disposisi ke {department}</translation>
    </message>
    <message>
        <source>Assign</source>
        <translation>Disposisi</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Batal</translation>
    </message>
    <message>
        <source>also possible</source>
        <translation>juga mungkin</translation>
    </message>
</context>
<context>
    <name>AssignmentSection</name>
    <message>
        <source>ASSIGNMENT</source>
        <translation>DISPOSISI</translation>
    </message>
    <message>
        <source>not on line: you enter what it answers</source>
        <translation>tidak daring: Anda yang mencatat jawabannya</translation>
    </message>
    <message>
        <source>{time} by {name}</source>
        <translation>{time} oleh {name}</translation>
    </message>
    <message>
        <source>Assigned</source>
        <translation>Disposisi</translation>
    </message>
    <message>
        <source>Accept by</source>
        <translation>Tenggat diterima</translation>
    </message>
    <message>
        <source>Solve by</source>
        <translation>Tenggat selesai</translation>
    </message>
    <message>
        <source>What {name} answered</source>
        <translation>Jawaban {name}</translation>
    </message>
    <message>
        <source>{due}, answered {time}</source>
        <translation>{due}, dijawab {time}</translation>
    </message>
    <message>
        <source>{due}, answered late {time}</source>
        <translation>{due}, terlambat dijawab {time}</translation>
    </message>
    <message>
        <source>{span} late</source>
        <translation>lewat {span}</translation>
    </message>
    <message>
        <source>{span} left</source>
        <translation>sisa {span}</translation>
    </message>
</context>
<context>
    <name>AttributeWindow</name>
    <message>
        <source>Version</source>
        <translation>Versi</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Diubah</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Sumber</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Sunting</translation>
    </message>
    <message>
        <source>Being edited</source>
        <translation>Sedang disunting</translation>
    </message>
    <message>
        <source>{count} rows stand in {path}.</source>
        <translation>{count} baris ditulis ke {path}.</translation>
    </message>
    <message>
        <source>This format can&apos;t hold it: {why}</source>
        <translation>Format ini tidak dapat memuatnya: {why}</translation>
    </message>
    <message>
        <source>{field} changed</source>
        <translation>{field} diubah</translation>
    </message>
    <message>
        <source>{field} of {count} features changed</source>
        <translation>{field} pada {count} objek diubah</translation>
    </message>
    <message>
        <source>{count} features deleted</source>
        <translation>{count} objek dihapus</translation>
    </message>
    <message>
        <source>{count} rows are in the clipboard as CSV.</source>
        <translation>{count} baris ada di papan klip sebagai CSV.</translation>
    </message>
    <message>
        <source>Page with a map</source>
        <translation>Halaman berpeta</translation>
    </message>
    <message>
        <source>Export the rows that are shown</source>
        <translation>Ekspor baris yang tampak</translation>
    </message>
    <message>
        <source>The rows are being written …</source>
        <translation>Baris sedang ditulis …</translation>
    </message>
    <message>
        <source>Filter by {field}…</source>
        <translation>Saring menurut {field}…</translation>
    </message>
    <message>
        <source>{shown} of {whole} features</source>
        <translation>{shown} dari {whole} objek</translation>
    </message>
    <message>
        <source>No feature fits. Take a condition away, or empty the search.</source>
        <translation>Tidak ada objek yang cocok. Buang satu syarat, atau kosongkan pencarian.</translation>
    </message>
    <message>
        <source>Nothing lies on this layer yet. Edit it, import a file (Ctrl+I), or add a feed (Ctrl+U).</source>
        <translation>Lapisan ini masih kosong. Sunting, impor berkas (Ctrl+I), atau tambahkan umpan data (Ctrl+U).</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Semua</translation>
    </message>
    <message>
        <source>Chosen</source>
        <translation>Dipilih</translation>
    </message>
    <message>
        <source>With findings</source>
        <translation>Ada temuan</translation>
    </message>
    <message>
        <source>Table of a layer</source>
        <translation>Tabel lapisan</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>Lapisan</translation>
    </message>
    <message>
        <source>Search in all fields (Ctrl+F)</source>
        <translation>Cari di semua kolom (Ctrl+F)</translation>
    </message>
    <message>
        <source>Search in all fields</source>
        <translation>Cari di semua kolom</translation>
    </message>
    <message>
        <source>Columns…</source>
        <translation>Kolom…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Ekspor…</translation>
    </message>
    <message>
        <source>Copy as CSV</source>
        <translation>Salin sebagai CSV</translation>
    </message>
    <message>
        <source>Show on the map</source>
        <translation>Tampilkan di peta</translation>
    </message>
    <message>
        <source>History…</source>
        <translation>Riwayat…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Tutup</translation>
    </message>
    <message>
        <source>Features of the layer</source>
        <translation>Objek lapisan</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Nobody is signed in any more. Nothing was lost: sign in again.</source>
        <translation>Sesi masuk telah berakhir. Tidak ada yang hilang: silakan masuk lagi.</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Masuk</translation>
    </message>
    <message>
        <source>The service does not answer; what you see is {age} old. Go on: what you do is kept and sent later.</source>
        <translation>Layanan tidak menjawab; tampilan ini berumur {age}. Teruslah bekerja: yang Anda lakukan disimpan dan dikirim kemudian.</translation>
    </message>
    <message>
        <source>The service can&apos;t write: its disk is full or locked. Nothing new is taken in. Call the administrator now.</source>
        <translation>Layanan tidak dapat menulis: disk penuh atau terkunci. Laporan baru tidak diterima. Segera hubungi administrator.</translation>
    </message>
    <message>
        <source>Not sent yet: moves on {number} reports. They are kept and sent by themselves.</source>
        <translation>Belum terkirim: langkah pada {number} laporan. Semuanya disimpan dan dikirim sendiri.</translation>
    </message>
    <message>
        <source>The service&apos;s log is not the one that this console saw: somebody has changed it, or put an old one back.</source>
        <translation>Log layanan bukan yang pernah dilihat konsol ini: ada yang mengubahnya, atau log lama dikembalikan.</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Yang harus dilakukan</translation>
    </message>
</context>
<context>
    <name>Banners</name>
    <message>
        <source>Put away</source>
        <translation>Sembunyikan</translation>
    </message>
    <message>
        <source>Put this notice away</source>
        <translation>Sembunyikan pemberitahuan ini</translation>
    </message>
</context>
<context>
    <name>BasemapChooser</name>
    <message>
        <source>Basemap</source>
        <translation>Peta dasar</translation>
    </message>
    <message>
        <source>Add a basemap…</source>
        <translation>Tambah peta dasar…</translation>
    </message>
    <message>
        <source>The city&apos;s own map</source>
        <translation>Peta kota sendiri</translation>
    </message>
    <message>
        <source>Schematic map</source>
        <translation>Peta skematis</translation>
    </message>
    <message>
        <source>Take away</source>
        <translation>Hapus</translation>
    </message>
    <message>
        <source>Take {name} away</source>
        <translation>Hapus {name}</translation>
    </message>
</context>
<context>
    <name>BasemapDetails</name>
    <message>
        <source>the address can&apos;t be read</source>
        <translation>alamatnya tidak dapat dibaca</translation>
    </message>
    <message>
        <source>only https addresses and files are read</source>
        <translation>hanya alamat https dan berkas yang dibaca</translation>
    </message>
    <message>
        <source>the address must hold no name and no password</source>
        <translation>alamat tidak boleh memuat nama dan kata sandi</translation>
    </message>
    <message>
        <source>the address holds blanks or control characters</source>
        <translation>alamat memuat spasi atau karakter kendali</translation>
    </message>
    <message>
        <source>the host lies in a private network (POC_BASEMAP_HOSTS allows one)</source>
        <translation>host ada di jaringan pribadi (diizinkan lewat POC_BASEMAP_HOSTS)</translation>
    </message>
    <message>
        <source>the host&apos;s name is not known</source>
        <translation>nama host tidak dikenal</translation>
    </message>
    <message>
        <source>the server can&apos;t be reached</source>
        <translation>server tidak dapat dihubungi</translation>
    </message>
    <message>
        <source>the server&apos;s certificate does not hold</source>
        <translation>sertifikat server tidak sah</translation>
    </message>
    <message>
        <source>no answer within {seconds} s</source>
        <translation>tidak ada jawaban dalam {seconds} detik</translation>
    </message>
    <message>
        <source>the server answers too slowly</source>
        <translation>server menjawab terlalu lambat</translation>
    </message>
    <message>
        <source>the server asks to be left alone for a while ({status})</source>
        <translation>server meminta jeda ({status})</translation>
    </message>
    <message>
        <source>the server does not let us in ({status})</source>
        <translation>server tidak memberi izin masuk ({status})</translation>
    </message>
    <message>
        <source>the server answered {status}</source>
        <translation>server menjawab {status}</translation>
    </message>
    <message>
        <source>the server answered 304 to a plain question</source>
        <translation>server menjawab 304 atas pertanyaan biasa</translation>
    </message>
    <message>
        <source>the server does not give parts of a file</source>
        <translation>server tidak memberi sebagian berkas</translation>
    </message>
    <message>
        <source>the address leads elsewhere (a redirect), which is not followed</source>
        <translation>alamat mengarah ke tempat lain (pengalihan), yang tidak diikuti</translation>
    </message>
    <message>
        <source>the answer is larger than {most} bytes</source>
        <translation>jawabannya lebih dari {most} bita</translation>
    </message>
    <message>
        <source>the file has changed on the server meanwhile; begin anew</source>
        <translation>berkas di server sudah berubah; mulai lagi</translation>
    </message>
    <message>
        <source>a tile of {size} pixels is none</source>
        <translation>petak berukuran {size} piksel bukan petak</translation>
    </message>
    <message>
        <source>a web page came in place of a picture</source>
        <translation>yang datang halaman web, bukan gambar</translation>
    </message>
    <message>
        <source>a message of the map service came in place of a picture</source>
        <translation>yang datang pesan layanan peta, bukan gambar</translation>
    </message>
    <message>
        <source>what came is no picture, or a broken one</source>
        <translation>yang datang bukan gambar, atau gambar rusak</translation>
    </message>
    <message>
        <source>no source of tiles: {reason}</source>
        <translation>bukan sumber petak: {reason}</translation>
    </message>
    <message>
        <source>zoom levels go from 0 to {most}, the farther one first</source>
        <translation>tingkat zum dari 0 sampai {most}, yang jauh lebih dulu</translation>
    </message>
    <message>
        <source>a source needs a title, an address, and tiles of 256 or 512 pixels</source>
        <translation>sumber perlu nama, alamat, dan petak 256 atau 512 piksel</translation>
    </message>
    <message>
        <source>the address needs {z}, {x} and {y}</source>
        <translation>alamat memerlukan {z}, {x}, dan {y}</translation>
    </message>
    <message>
        <source>nothing is known of {names} in the address</source>
        <translation>{names} di alamat tidak dikenal</translation>
    </message>
    <message>
        <source>what the server says of itself holds entities, which are not read</source>
        <translation>keterangan server memuat entitas, yang tidak dibaca</translation>
    </message>
    <message>
        <source>what the server says of itself can&apos;t be read: {reason}</source>
        <translation>keterangan server tidak dapat dibaca: {reason}</translation>
    </message>
    <message>
        <source>this describes neither a WMS nor a WMTS ({what})</source>
        <translation>ini bukan keterangan WMS atau WMTS ({what})</translation>
    </message>
    <message>
        <source>the service has no layer in web mercator (EPSG:3857)</source>
        <translation>layanan tidak punya lapisan dalam web mercator (EPSG:3857)</translation>
    </message>
    <message>
        <source>the service gives no pictures in png, jpeg or webp</source>
        <translation>layanan tidak memberi gambar png, jpeg, atau webp</translation>
    </message>
    <message>
        <source>the service has no layer {layer} in web mercator</source>
        <translation>layanan tidak punya lapisan {layer} dalam web mercator</translation>
    </message>
    <message>
        <source>this is no TileJSON, and neither a WMS nor a WMTS</source>
        <translation>ini bukan TileJSON, WMS, atau WMTS</translation>
    </message>
    <message>
        <source>vector tiles are drawn from a file: .pmtiles or .mbtiles</source>
        <translation>petak vektor digambar dari berkas: .pmtiles atau .mbtiles</translation>
    </message>
    <message>
        <source>vector tiles are drawn from a file: take the city out first, with ./poc basemap extract</source>
        <translation>petak vektor digambar dari berkas: ambil dulu bagian kota dengan ./poc basemap extract</translation>
    </message>
    <message>
        <source>its tiles are neither vector tiles nor png, jpeg or webp</source>
        <translation>petaknya bukan petak vektor, png, jpeg, atau webp</translation>
    </message>
    <message>
        <source>the file can&apos;t be read: {reason}</source>
        <translation>berkas tidak dapat dibaca: {reason}</translation>
    </message>
    <message>
        <source>{name}: .pmtiles and .mbtiles are read as they are; for GeoPackage, GeoJSON and Shapefile: ./poc import basemap</source>
        <translation>{name}: .pmtiles dan .mbtiles dibaca apa adanya; untuk GeoPackage, GeoJSON, dan Shapefile: ./poc import basemap</translation>
    </message>
</context>
<context>
    <name>BasemapDialog</name>
    <message>
        <source>Add a basemap</source>
        <translation>Tambah peta dasar</translation>
    </message>
    <message>
        <source>A file…</source>
        <translation>Berkas…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Batal</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Tambah</translation>
    </message>
    <message>
        <source>The address of tiles, of a WMS or of a WMTS; or a .pmtiles or .mbtiles file on this computer.</source>
        <translation>Alamat petak peta, WMS, atau WMTS; atau berkas .pmtiles atau .mbtiles di komputer ini.</translation>
    </message>
    <message>
        <source>Name (may stay empty)</source>
        <translation>Nama (boleh kosong)</translation>
    </message>
    <message>
        <source>Who is to be named</source>
        <translation>Sumber yang harus disebut</translation>
    </message>
    <message>
        <source>Address or file</source>
        <translation>Alamat atau berkas</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>Lapisan</translation>
    </message>
    <message>
        <source>The service has several layers: choose one.</source>
        <translation>Layanan ini memiliki beberapa lapisan: pilih satu.</translation>
    </message>
    <message>
        <source>That is no source of tiles: {reason}</source>
        <translation>Itu bukan sumber petak peta: {reason}</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Memeriksa…</translation>
    </message>
    <message>
        <source>A file of tiles</source>
        <translation>Berkas petak peta</translation>
    </message>
    <message>
        <source>Tiles (*.pmtiles *.mbtiles)</source>
        <translation>Petak peta (*.pmtiles *.mbtiles)</translation>
    </message>
</context>
<context>
    <name>Basemaps</name>
    <message>
        <source>The server can&apos;t be reached.</source>
        <translation>Server tidak dapat dihubungi.</translation>
    </message>
    <message>
        <source>The server does not answer in time.</source>
        <translation>Server tidak menjawab tepat waktu.</translation>
    </message>
    <message>
        <source>The server asks to be left alone for a while.</source>
        <translation>Server meminta agar tidak dihubungi untuk sementara.</translation>
    </message>
    <message>
        <source>The server refuses to give tiles.</source>
        <translation>Server menolak memberikan petak peta.</translation>
    </message>
    <message>
        <source>The server does not let us in: a key is missing or wrong.</source>
        <translation>Server tidak memberi izin: kunci tidak ada atau salah.</translation>
    </message>
    <message>
        <source>The address leads elsewhere, which is not followed.</source>
        <translation>Alamat ini mengarah ke tempat lain dan tidak diikuti.</translation>
    </message>
    <message>
        <source>Such an address is not asked.</source>
        <translation>Alamat seperti itu tidak dihubungi.</translation>
    </message>
    <message>
        <source>What comes is no picture, or a broken one.</source>
        <translation>Yang diterima bukan gambar, atau gambarnya rusak.</translation>
    </message>
    <message>
        <source>What comes is larger than a tile may be.</source>
        <translation>Yang diterima lebih besar daripada petak peta.</translation>
    </message>
    <message>
        <source>The server&apos;s certificate does not hold.</source>
        <translation>Sertifikat server tidak sah.</translation>
    </message>
    <message>
        <source>The file holds nothing of the city.</source>
        <translation>Berkas ini tidak memuat wilayah kota.</translation>
    </message>
    <message>
        <source>The file is torn, or no longer there.</source>
        <translation>Berkas rusak, atau sudah tidak ada.</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>luring</translation>
    </message>
    <message>
        <source>late</source>
        <translation>lambat</translation>
    </message>
    <message>
        <source>gives nothing</source>
        <translation>tidak memberi apa pun</translation>
    </message>
    <message>
        <source>The server answers slowly; what is there is shown meanwhile.</source>
        <translation>Server menjawab lambat; sementara itu yang sudah ada ditampilkan.</translation>
    </message>
</context>
<context>
    <name>Body</name>
    <message>
        <source>Text of the report</source>
        <translation>Isi laporan</translation>
    </message>
    <message>
        <source>Changed just now</source>
        <translation>Baru saja diubah</translation>
    </message>
    <message>
        <source>Show the whole text</source>
        <translation>Tampilkan seluruh isi</translation>
    </message>
    <message>
        <source>NOTE</source>
        <translation>CATATAN</translation>
    </message>
    <message>
        <source>For the colleagues; the citizen never sees it</source>
        <translation>Untuk rekan; tidak pernah terlihat warga</translation>
    </message>
    <message>
        <source>Note about this report</source>
        <translation>Catatan tentang laporan ini</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Tambah</translation>
    </message>
    <message>
        <source>Notable: into the shift report</source>
        <translation>Menonjol: masukkan ke laporan regu</translation>
    </message>
    <message>
        <source>The shift report lists this report as notable, with these words.</source>
        <translation>Laporan regu mencantumkan laporan ini sebagai menonjol, dengan kata-kata ini.</translation>
    </message>
    <message>
        <source>HISTORY</source>
        <translation>RIWAYAT</translation>
    </message>
    <message>
        <source>until {time}</source>
        <translation>sampai {time}</translation>
    </message>
</context>
<context>
    <name>Card</name>
    <message>
        <source>next and previous report</source>
        <translation>laporan berikut dan sebelumnya</translation>
    </message>
    <message>
        <source>assign it: the suggestion is chosen, Enter takes it</source>
        <translation>disposisi: saran sudah terpilih, Enter mengirimnya</translation>
    </message>
    <message>
        <source>verify it</source>
        <translation>verifikasi</translation>
    </message>
    <message>
        <source>archive it with a reason</source>
        <translation>arsipkan dengan alasan</translation>
    </message>
    <message>
        <source>accept it for your department</source>
        <translation>terima untuk SKPD Anda</translation>
    </message>
    <message>
        <source>report it done</source>
        <translation>laporkan selesai</translation>
    </message>
    <message>
        <source>take in a call</source>
        <translation>catat laporan telepon</translation>
    </message>
    <message>
        <source>search; a number finds its report at once</source>
        <translation>cari; nomor langsung menemukan laporannya</translation>
    </message>
    <message>
        <source>Send on by {time}</source>
        <translation>Teruskan paling lambat {time}</translation>
    </message>
    <message>
        <source>To be accepted by {time}</source>
        <translation>Diterima SKPD paling lambat {time}</translation>
    </message>
    <message>
        <source>To be solved by {time}</source>
        <translation>Selesai paling lambat {time}</translation>
    </message>
    <message>
        <source>On hold until {time}</source>
        <translation>Ditunda sampai {time}</translation>
    </message>
    <message>
        <source>No clock runs any more</source>
        <translation>Tidak ada tenggat yang berjalan</translation>
    </message>
    <message>
        <source>{days} d {hours} h</source>
        <translation>{days} hari {hours} jam</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} jam {minutes} mnt</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} mnt</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>berhenti</translation>
    </message>
    <message>
        <source>{span} late</source>
        <translation>lewat {span}</translation>
    </message>
    <message>
        <source>{span} left</source>
        <translation>sisa {span}</translation>
    </message>
    <message>
        <source>city</source>
        <translation>kota</translation>
    </message>
    <message>
        <source>kecamatan</source>
        <translation>kecamatan</translation>
    </message>
    <message>
        <source>kelurahan</source>
        <translation>kelurahan</translation>
    </message>
    <message>
        <source>road</source>
        <translation>jalan</translation>
    </message>
    <message>
        <source>station</source>
        <translation>stasiun</translation>
    </message>
    <message>
        <source>LRT station</source>
        <translation>stasiun LRT</translation>
    </message>
    <message>
        <source>bridge</source>
        <translation>jembatan</translation>
    </message>
    <message>
        <source>hospital</source>
        <translation>rumah sakit</translation>
    </message>
    <message>
        <source>housing</source>
        <translation>perumahan</translation>
    </message>
    <message>
        <source>mall</source>
        <translation>mal</translation>
    </message>
    <message>
        <source>market</source>
        <translation>pasar</translation>
    </message>
    <message>
        <source>office</source>
        <translation>kantor</translation>
    </message>
    <message>
        <source>park</source>
        <translation>taman</translation>
    </message>
    <message>
        <source>school</source>
        <translation>sekolah</translation>
    </message>
    <message>
        <source>stadium</source>
        <translation>stadion</translation>
    </message>
    <message>
        <source>bus terminal</source>
        <translation>terminal</translation>
    </message>
    <message>
        <source>toll gate</source>
        <translation>gerbang tol</translation>
    </message>
    <message>
        <source>waste site</source>
        <translation>tempat sampah</translation>
    </message>
    <message>
        <source>water</source>
        <translation>perairan</translation>
    </message>
    <message>
        <source>place of worship</source>
        <translation>tempat ibadah</translation>
    </message>
    <message>
        <source>landmark</source>
        <translation>tempat dikenal</translation>
    </message>
</context>
<context>
    <name>CardActions</name>
    <message>
        <source>Your role can read this report and changes nothing in its present state.</source>
        <translation>Peran Anda dapat membaca laporan ini, tetapi tidak dapat mengubahnya dalam status sekarang.</translation>
    </message>
    <message>
        <source>Assign to {department}…</source>
        <translation>Disposisi ke {department}…</translation>
    </message>
    <message>
        <source>Suggested: {department}</source>
        <translation>Disarankan: {department}</translation>
    </message>
    <message>
        <source>also {departments}</source>
        <translation>juga {departments}</translation>
    </message>
</context>
<context>
    <name>CategoryPicker</name>
    <message>
        <source>What is {what} about?</source>
        <translation>Apa kategori {what}?</translation>
    </message>
    <message>
        <source>Find a category</source>
        <translation>Cari kategori</translation>
    </message>
    <message>
        <source>Categories</source>
        <translation>Kategori</translation>
    </message>
    <message>
        <source>Change the category</source>
        <translation>Ubah kategori</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Batal</translation>
    </message>
    <message>
        <source>from its words</source>
        <translation>dari isinya</translation>
    </message>
    <message>
        <source>as it is</source>
        <translation>sekarang</translation>
    </message>
    <message>
        <source>The text says: {words}</source>
        <translation>Kata dalam laporan: {words}</translation>
    </message>
</context>
<context>
    <name>ChangesPage</name>
    <message>
        <source>in conflict: decide</source>
        <translation>bertentangan: putuskan</translation>
    </message>
    <message>
        <source>merged with somebody&apos;s edit</source>
        <translation>digabung dengan suntingan orang lain</translation>
    </message>
    <message>
        <source>errors: {count}</source>
        <translation>galat: {count}</translation>
    </message>
    <message>
        <source>warnings: {count}</source>
        <translation>peringatan: {count}</translation>
    </message>
    <message>
        <source>comments: {count}</source>
        <translation>komentar: {count}</translation>
    </message>
    <message>
        <source>Changed features</source>
        <translation>Objek yang diubah</translation>
    </message>
    <message>
        <source>Fields before and after</source>
        <translation>Kolom sebelum dan sesudah</translation>
    </message>
    <message>
        <source>Nothing is changed in this draft yet.</source>
        <translation>Belum ada yang diubah dalam draf ini.</translation>
    </message>
    <message>
        <source>Show on the map</source>
        <translation>Tampilkan di peta</translation>
    </message>
    <message>
        <source>History…</source>
        <translation>Riwayat…</translation>
    </message>
    <message>
        <source>Leave this change out</source>
        <translation>Batalkan perubahan ini</translation>
    </message>
</context>
<context>
    <name>Channel</name>
    <message>
        <source>Sorot</source>
        <translation>Sorot</translation>
    </message>
    <message>
        <source>Call 112</source>
        <translation>Panggilan 112</translation>
    </message>
    <message>
        <source>Social media</source>
        <translation>Media sosial</translation>
    </message>
    <message>
        <source>Open311</source>
        <translation>Open311</translation>
    </message>
    <message>
        <source>Feed</source>
        <translation>Umpan data</translation>
    </message>
    <message>
        <source>TIK agent</source>
        <translation>Agen TIK</translation>
    </message>
    <message>
        <source>In person</source>
        <translation>Datang langsung</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Impor berkas</translation>
    </message>
</context>
<context>
    <name>ChecksPage</name>
    <message>
        <source>{errors} errors: the draft can&apos;t be handed in before they are mended.</source>
        <translation>{errors} galat: draf belum dapat diajukan sebelum diperbaiki.</translation>
    </message>
    <message>
        <source>{warnings} warnings: look at each; a word why they may stay is asked for.</source>
        <translation>{warnings} peringatan: lihat satu per satu; alasan membiarkannya akan ditanyakan.</translation>
    </message>
    <message>
        <source>The checks have nothing to say against it.</source>
        <translation>Pemeriksaan tidak menemukan masalah.</translation>
    </message>
    <message>
        <source>Findings of the checks</source>
        <translation>Temuan pemeriksaan</translation>
    </message>
</context>
<context>
    <name>Clock</name>
    <message>
        <source>forward</source>
        <translation>teruskan</translation>
    </message>
    <message>
        <source>acknowledge</source>
        <translation>akui</translation>
    </message>
    <message>
        <source>solve</source>
        <translation>selesaikan</translation>
    </message>
    <message>
        <source>on hold</source>
        <translation>ditunda</translation>
    </message>
    <message>
        <source>ended</source>
        <translation>berakhir</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>berhenti</translation>
    </message>
    <message>
        <source>in time</source>
        <translation>tepat waktu</translation>
    </message>
    <message>
        <source>due soon</source>
        <translation>hampir tenggat</translation>
    </message>
    <message>
        <source>late</source>
        <translation>lewat tenggat</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>Report</source>
        <translation>Laporan</translation>
    </message>
    <message>
        <source>Department&apos;s answer</source>
        <translation>Jawaban SKPD</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Antrean</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>Peta</translation>
    </message>
    <message>
        <source>Edit a layer</source>
        <translation>Sunting lapisan</translation>
    </message>
    <message>
        <source>Console</source>
        <translation>Konsol</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>Verifikasi</translation>
    </message>
    <message>
        <source>Assign to a department…</source>
        <translation>Disposisi ke SKPD…</translation>
    </message>
    <message>
        <source>Mark as duplicate…</source>
        <translation>Tandai kembar…</translation>
    </message>
    <message>
        <source>Archive with a reason…</source>
        <translation>Arsipkan dengan alasan…</translation>
    </message>
    <message>
        <source>Hold until…</source>
        <translation>Tunda sampai…</translation>
    </message>
    <message>
        <source>Ask the citizen…</source>
        <translation>Tanya warga…</translation>
    </message>
    <message>
        <source>Write a note</source>
        <translation>Tulis catatan</translation>
    </message>
    <message>
        <source>Change the priority…</source>
        <translation>Ubah prioritas…</translation>
    </message>
    <message>
        <source>Place on the map…</source>
        <translation>Tandai lokasi di peta…</translation>
    </message>
    <message>
        <source>Change the category…</source>
        <translation>Ubah kategori…</translation>
    </message>
    <message>
        <source>Recall from the department…</source>
        <translation>Tarik kembali dari SKPD…</translation>
    </message>
    <message>
        <source>Split off from its twin</source>
        <translation>Pisahkan dari kembarannya</translation>
    </message>
    <message>
        <source>Restore from the archive</source>
        <translation>Keluarkan dari arsip</translation>
    </message>
    <message>
        <source>Resume what waits</source>
        <translation>Lanjutkan yang menunggu</translation>
    </message>
    <message>
        <source>Reopen…</source>
        <translation>Buka lagi…</translation>
    </message>
    <message>
        <source>Undo the last move</source>
        <translation>Urungkan langkah terakhir</translation>
    </message>
    <message>
        <source>The department accepts</source>
        <translation>SKPD menerima</translation>
    </message>
    <message>
        <source>The department refuses…</source>
        <translation>SKPD menolak…</translation>
    </message>
    <message>
        <source>Work has started</source>
        <translation>Pekerjaan dimulai</translation>
    </message>
    <message>
        <source>The department reports it done…</source>
        <translation>SKPD melaporkan selesai…</translation>
    </message>
    <message>
        <source>Confirm that it is solved</source>
        <translation>Pastikan sudah selesai</translation>
    </message>
    <message>
        <source>Not accepted: back to work…</source>
        <translation>Belum diterima: kembali dikerjakan…</translation>
    </message>
    <message>
        <source>Next report</source>
        <translation>Laporan berikut</translation>
    </message>
    <message>
        <source>Previous report</source>
        <translation>Laporan sebelumnya</translation>
    </message>
    <message>
        <source>Tick for a joint action</source>
        <translation>Centang untuk dikerjakan bersama</translation>
    </message>
    <message>
        <source>Tick, and the next too</source>
        <translation>Centang, dan yang berikut juga</translation>
    </message>
    <message>
        <source>Tick, and the one before too</source>
        <translation>Centang, dan yang sebelumnya juga</translation>
    </message>
    <message>
        <source>Clear ticks and search</source>
        <translation>Hapus centang dan pencarian</translation>
    </message>
    <message>
        <source>Go to the queue</source>
        <translation>Ke antrean</translation>
    </message>
    <message>
        <source>Compact rows</source>
        <translation>Baris rapat</translation>
    </message>
    <message>
        <source>New report (a call)…</source>
        <translation>Laporan baru (telepon)…</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Cari</translation>
    </message>
    <message>
        <source>Show on the map, and again to go back</source>
        <translation>Tampilkan di peta, sekali lagi untuk kembali</translation>
    </message>
    <message>
        <source>Report what is chosen on the map</source>
        <translation>Laporkan yang dipilih di peta</translation>
    </message>
    <message>
        <source>Whole city</source>
        <translation>Seluruh kota</translation>
    </message>
    <message>
        <source>Closer</source>
        <translation>Perbesar</translation>
    </message>
    <message>
        <source>Farther</source>
        <translation>Perkecil</translation>
    </message>
    <message>
        <source>Layers and legend</source>
        <translation>Lapisan dan legenda</translation>
    </message>
    <message>
        <source>Heat map of incidents</source>
        <translation>Peta panas kejadian</translation>
    </message>
    <message>
        <source>Group what lies close</source>
        <translation>Kelompokkan yang berdekatan</translation>
    </message>
    <message>
        <source>Edit a layer…</source>
        <translation>Sunting lapisan…</translation>
    </message>
    <message>
        <source>Choose and move</source>
        <translation>Pilih dan geser</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Tambah</translation>
    </message>
    <message>
        <source>Corners</source>
        <translation>Titik sudut</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Pindahkan</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>Belah</translation>
    </message>
    <message>
        <source>Merge…</source>
        <translation>Gabungkan…</translation>
    </message>
    <message>
        <source>Fields…</source>
        <translation>Atribut…</translation>
    </message>
    <message>
        <source>Type coordinates…</source>
        <translation>Ketik koordinat…</translation>
    </message>
    <message>
        <source>Measure a distance</source>
        <translation>Ukur jarak</translation>
    </message>
    <message>
        <source>Snap to corners and edges</source>
        <translation>Lekatkan ke sudut dan tepi</translation>
    </message>
    <message>
        <source>Keep shared borders together</source>
        <translation>Jaga batas bersama</translation>
    </message>
    <message>
        <source>Choose everything</source>
        <translation>Pilih semua</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Salin</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Tempel</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Hapus</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Urungkan</translation>
    </message>
    <message>
        <source>Do again</source>
        <translation>Ulangi lagi</translation>
    </message>
    <message>
        <source>Send to the service now</source>
        <translation>Kirim ke layanan sekarang</translation>
    </message>
    <message>
        <source>What the checks say…</source>
        <translation>Hasil pemeriksaan…</translation>
    </message>
    <message>
        <source>Hand in for review…</source>
        <translation>Ajukan untuk ditinjau…</translation>
    </message>
    <message>
        <source>Stop editing</source>
        <translation>Berhenti menyunting</translation>
    </message>
    <message>
        <source>Find a command, a place, a report</source>
        <translation>Cari perintah, tempat, laporan</translation>
    </message>
    <message>
        <source>The keys of this screen</source>
        <translation>Tombol di layar ini</translation>
    </message>
    <message>
        <source>Ask the service for everything again</source>
        <translation>Muat ulang semuanya dari layanan</translation>
    </message>
    <message>
        <source>Day or night</source>
        <translation>Siang atau malam</translation>
    </message>
    <message>
        <source>Bahasa Indonesia or English</source>
        <translation>Bahasa Indonesia atau Inggris</translation>
    </message>
    <message>
        <source>Mute the sounds</source>
        <translation>Matikan suara</translation>
    </message>
    <message>
        <source>Feeds…</source>
        <translation>Umpan data…</translation>
    </message>
    <message>
        <source>Shift report…</source>
        <translation>Laporan regu…</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>Pengaturan…</translation>
    </message>
    <message>
        <source>Put the panels back in their places</source>
        <translation>Kembalikan panel ke tempatnya</translation>
    </message>
    <message>
        <source>Users…</source>
        <translation>Pengguna…</translation>
    </message>
    <message>
        <source>Change my password…</source>
        <translation>Ganti kata sandi saya…</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Keluar dari akun</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Tutup konsol</translation>
    </message>
    <message>
        <source>Tick reports with a lasso</source>
        <translation>Centang laporan dengan laso</translation>
    </message>
    <message>
        <source>Follow the chosen report</source>
        <translation>Ikuti laporan terpilih</translation>
    </message>
    <message>
        <source>Lock the view</source>
        <translation>Kunci tampilan peta</translation>
    </message>
    <message>
        <source>Graticule</source>
        <translation>Garis lintang dan bujur</translation>
    </message>
    <message>
        <source>Kept views (Ctrl+1 to Ctrl+9)…</source>
        <translation>Tampilan tersimpan (Ctrl+1 sampai Ctrl+9)…</translation>
    </message>
    <message>
        <source>Save the map view for paper…</source>
        <translation>Simpan tampilan peta untuk dicetak…</translation>
    </message>
    <message>
        <source>Compare mine and theirs…</source>
        <translation>Bandingkan punya saya dan rekan…</translation>
    </message>
    <message>
        <source>Outbox…</source>
        <translation>Kotak keluar…</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>Lapisan</translation>
    </message>
    <message>
        <source>Drafts and their review…</source>
        <translation>Draf dan peninjauannya…</translation>
    </message>
    <message>
        <source>Import a file into a layer…</source>
        <translation>Impor berkas ke lapisan…</translation>
    </message>
    <message>
        <source>Take in hand, or let go</source>
        <translation>Tangani sendiri, atau lepaskan</translation>
    </message>
    <message>
        <source>Table of a layer…</source>
        <translation>Tabel lapisan…</translation>
    </message>
</context>
<context>
    <name>Comparison</name>
    <message>
        <source>Nobody else touched, so yours goes with it: {parts}</source>
        <translation>Tidak disentuh orang lain, jadi punya Anda ikut dikirim: {parts}</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Bandingkan</translation>
    </message>
    <message>
        <source>{number} · Two people changed the same</source>
        <translation>{number} · Dua orang mengubah hal yang sama</translation>
    </message>
    <message>
        <source>Yours: {what}</source>
        <translation>Punya Anda: {what}</translation>
    </message>
    <message>
        <source>It has been changed once more meanwhile. Look again before you send.</source>
        <translation>Sementara itu laporan berubah lagi. Lihat sekali lagi sebelum mengirim.</translation>
    </message>
    <message>
        <source>Send my choice</source>
        <translation>Kirim pilihan saya</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Ctrl+Enter</translation>
    </message>
    <message>
        <source>Decide later (Esc)</source>
        <translation>Putuskan nanti (Esc)</translation>
    </message>
    <message>
        <source>Mine everywhere</source>
        <translation>Semua punya saya</translation>
    </message>
    <message>
        <source>Theirs everywhere</source>
        <translation>Semua punya rekan</translation>
    </message>
    <message>
        <source>{name} changed it at {time}, while yours was on its way. Nothing of yours is lost; take either.</source>
        <translation>{name} mengubahnya pada {time}, ketika punya Anda sedang dikirim. Tidak ada yang hilang; pilih salah satu.</translation>
    </message>
    <message>
        <source>“{action}” does not follow from “{state}” any more: leave it, or act anew on the card.</source>
        <translation>“{action}” tidak bisa lagi setelah “{state}”: biarkan, atau tindak ulang di kartu.</translation>
    </message>
</context>
<context>
    <name>ConditionBar</name>
    <message>
        <source>Take the condition away: {what}</source>
        <translation>Buang syarat: {what}</translation>
    </message>
    <message>
        <source>Field of the condition</source>
        <translation>Kolom syarat</translation>
    </message>
    <message>
        <source>What must stand in the field</source>
        <translation>Isi kolom yang dicari</translation>
    </message>
    <message>
        <source>word, &gt; 80, 5..10, - (empty)</source>
        <translation>kata, &gt; 80, 5..10, - (kosong)</translation>
    </message>
    <message>
        <source>Part of a word; or &gt; 80, &lt;= 10, = aktif, 5..10; - for empty, * for not empty.</source>
        <translation>Sebagian kata; atau &gt; 80, &lt;= 10, = aktif, 5..10; - untuk kosong, * untuk terisi.</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Saring</translation>
    </message>
</context>
<context>
    <name>ConflictWindow</name>
    <message>
        <source>BEFORE</source>
        <translation>SEBELUM</translation>
    </message>
    <message>
        <source>MINE</source>
        <translation>MILIK SAYA</translation>
    </message>
    <message>
        <source>THEIRS, PUBLISHED</source>
        <translation>MILIK MEREKA, SUDAH TERBIT</translation>
    </message>
    <message>
        <source>The whole feature</source>
        <translation>Seluruh objek</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>dihapus</translation>
    </message>
    <message>
        <source>kept: {name}</source>
        <translation>tetap ada: {name}</translation>
    </message>
    <message>
        <source>The same for all {count} of this kind</source>
        <translation>Sama untuk semua {count} yang sejenis</translation>
    </message>
    <message>
        <source>Decide between two edits</source>
        <translation>Memutuskan antara dua suntingan</translation>
    </message>
    <message>
        <source>Somebody else published other values of the same fields meanwhile. What differs otherwise is merged.</source>
        <translation>Orang lain telah menerbitkan nilai lain pada kolom yang sama. Perbedaan lainnya sudah digabung.</translation>
    </message>
    <message>
        <source>Show on the map</source>
        <translation>Tampilkan di peta</translation>
    </message>
    <message>
        <source>All mine</source>
        <translation>Semua milik saya</translation>
    </message>
    <message>
        <source>All theirs</source>
        <translation>Semua milik mereka</translation>
    </message>
    <message>
        <source>Take these</source>
        <translation>Pakai pilihan ini</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Batal</translation>
    </message>
    <message>
        <source>Features in conflict</source>
        <translation>Objek yang bertentangan</translation>
    </message>
</context>
<context>
    <name>Console</name>
    <message>
        <source>New report</source>
        <translation>Laporan baru</translation>
    </message>
    <message>
        <source>Your password is changed.</source>
        <translation>Kata sandi Anda sudah diganti.</translation>
    </message>
</context>
<context>
    <name>DeskWindow</name>
    <message>
        <source>Queue</source>
        <translation>Antrean</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Laporan</translation>
    </message>
    <message>
        <source>POC console</source>
        <translation>Konsol POC</translation>
    </message>
    <message>
        <source>This report has no place yet.</source>
        <translation>Laporan ini belum mempunyai lokasi.</translation>
    </message>
    <message>
        <source>L lets you click it on the map.</source>
        <translation>Tekan L, lalu klik lokasinya di peta.</translation>
    </message>
    <message>
        <source>Nothing to compare: nobody else changed what you changed here.</source>
        <translation>Tidak ada yang perlu dibandingkan: tidak ada orang lain yang mengubah hal yang sama.</translation>
    </message>
</context>
<context>
    <name>Difference</name>
    <message>
        <source>What</source>
        <translation>Perubahan</translation>
    </message>
    <message>
        <source>Which</source>
        <translation>Objek</translation>
    </message>
    <message>
        <source>What is changed of it</source>
        <translation>Yang diubah</translation>
    </message>
    <message>
        <source>Remarks</source>
        <translation>Keterangan</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Kolom</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Sebelum</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Sesudah</translation>
    </message>
</context>
<context>
    <name>DockTitle</name>
    <message>
        <source>Back into the window</source>
        <translation>Kembali ke jendela utama</translation>
    </message>
    <message>
        <source>Out to a window of its own</source>
        <translation>Pisahkan ke jendela sendiri</translation>
    </message>
</context>
<context>
    <name>Done</name>
    <message>
        <source>{number} is verified.</source>
        <translation>{number} terverifikasi.</translation>
    </message>
    <message>
        <source>{number} is assigned to {department}.</source>
        <translation>{number} didisposisi ke {department}.</translation>
    </message>
    <message>
        <source>{number} is recalled.</source>
        <translation>{number} ditarik kembali.</translation>
    </message>
    <message>
        <source>{number} is accepted by {department}.</source>
        <translation>{number} diterima {department}.</translation>
    </message>
    <message>
        <source>{number} is refused: back in the pool.</source>
        <translation>{number} ditolak: kembali ke antrean triase.</translation>
    </message>
    <message>
        <source>Work on {number} has started.</source>
        <translation>{number} mulai dikerjakan.</translation>
    </message>
    <message>
        <source>{number} is reported done: to be confirmed.</source>
        <translation>{number} dilaporkan selesai: perlu dipastikan.</translation>
    </message>
    <message>
        <source>{number} is solved.</source>
        <translation>{number} selesai.</translation>
    </message>
    <message>
        <source>{number} goes back to work.</source>
        <translation>{number} kembali dikerjakan.</translation>
    </message>
    <message>
        <source>{number} is open again.</source>
        <translation>{number} dibuka lagi.</translation>
    </message>
    <message>
        <source>{number} waits for the citizen.</source>
        <translation>{number} menunggu warga.</translation>
    </message>
    <message>
        <source>{number} goes on.</source>
        <translation>{number} dilanjutkan.</translation>
    </message>
    <message>
        <source>{number} is on hold.</source>
        <translation>{number} ditunda.</translation>
    </message>
    <message>
        <source>{number} is archived.</source>
        <translation>{number} diarsipkan.</translation>
    </message>
    <message>
        <source>{number} is back from the archive.</source>
        <translation>{number} dikeluarkan dari arsip.</translation>
    </message>
    <message>
        <source>{number} is marked as a duplicate.</source>
        <translation>{number} ditandai kembar.</translation>
    </message>
    <message>
        <source>{number} stands on its own again.</source>
        <translation>{number} dipisahkan dari kembarannya.</translation>
    </message>
</context>
<context>
    <name>DraftList</name>
    <message>
        <source>Mine</source>
        <translation>Milik saya</translation>
    </message>
    <message>
        <source>To review</source>
        <translation>Untuk ditinjau</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>Disetujui</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>Terbit</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Semua</translation>
    </message>
    <message>
        <source>You have no draft. Edit a layer, or import a file (Ctrl+I): what you change gathers in a draft.</source>
        <translation>Anda belum punya draf. Sunting lapisan atau impor berkas (Ctrl+I): perubahan Anda terkumpul dalam draf.</translation>
    </message>
    <message>
        <source>Nothing waits for your review.</source>
        <translation>Tidak ada yang menunggu tinjauan Anda.</translation>
    </message>
    <message>
        <source>Nothing that is approved waits to be published.</source>
        <translation>Tidak ada draf disetujui yang menunggu diterbitkan.</translation>
    </message>
    <message>
        <source>Nothing has been published yet.</source>
        <translation>Belum ada yang diterbitkan.</translation>
    </message>
    <message>
        <source>There are no drafts yet.</source>
        <translation>Belum ada draf.</translation>
    </message>
    <message>
        <source>Drafts</source>
        <translation>Draf</translation>
    </message>
</context>
<context>
    <name>Drafts</name>
    <message>
        <source>Being edited</source>
        <translation>Sedang disunting</translation>
    </message>
    <message>
        <source>Waits for review</source>
        <translation>Menunggu tinjauan</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>Disetujui</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>Terbit</translation>
    </message>
    <message>
        <source>Sent back</source>
        <translation>Dikembalikan</translation>
    </message>
    <message>
        <source>Withdrawn</source>
        <translation>Ditarik</translation>
    </message>
    <message>
        <source>Hand in for review</source>
        <translation>Ajukan untuk ditinjau</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>Setujui</translation>
    </message>
    <message>
        <source>Send back…</source>
        <translation>Kembalikan…</translation>
    </message>
    <message>
        <source>Take back to edit</source>
        <translation>Ambil untuk disunting</translation>
    </message>
    <message>
        <source>Publish now</source>
        <translation>Terbitkan sekarang</translation>
    </message>
    <message>
        <source>Withdraw…</source>
        <translation>Tarik…</translation>
    </message>
    <message>
        <source>“{title}” waits for another person&apos;s review.</source>
        <translation>“{title}” menunggu tinjauan orang lain.</translation>
    </message>
    <message>
        <source>“{title}” is approved.</source>
        <translation>“{title}” disetujui.</translation>
    </message>
    <message>
        <source>“{title}” is sent back to {author}.</source>
        <translation>“{title}” dikembalikan kepada {author}.</translation>
    </message>
    <message>
        <source>“{title}” can be edited again.</source>
        <translation>“{title}” dapat disunting lagi.</translation>
    </message>
    <message>
        <source>“{title}” is published: everybody&apos;s map has it.</source>
        <translation>“{title}” terbit: sudah ada di peta semua orang.</translation>
    </message>
    <message>
        <source>“{title}” is withdrawn.</source>
        <translation>“{title}” ditarik.</translation>
    </message>
    <message>
        <source>added</source>
        <translation>baru</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>diubah</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>dihapus</translation>
    </message>
    <message>
        <source>Place and shape</source>
        <translation>Letak dan bentuk</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ya</translation>
    </message>
    <message>
        <source>no</source>
        <translation>tidak</translation>
    </message>
</context>
<context>
    <name>EditBar</name>
    <message>
        <source>kept at the service</source>
        <translation>tersimpan di layanan</translation>
    </message>
    <message>
        <source>not sent yet</source>
        <translation>belum terkirim</translation>
    </message>
    <message>
        <source>being sent</source>
        <translation>sedang dikirim</translation>
    </message>
    <message>
        <source>service away: kept on this computer</source>
        <translation>layanan tak menjawab: tersimpan di komputer ini</translation>
    </message>
    <message>
        <source>refused by the service</source>
        <translation>ditolak layanan</translation>
    </message>
    <message>
        <source>changed elsewhere too</source>
        <translation>diubah juga di tempat lain</translation>
    </message>
    <message>
        <source>{layer}: {count} edited</source>
        <translation>{layer}: {count} disunting</translation>
    </message>
    <message>
        <source>{count} chosen</source>
        <translation>{count} dipilih</translation>
    </message>
    <message>
        <source>Checks: {count}</source>
        <translation>Pemeriksaan: {count}</translation>
    </message>
    <message>
        <source>Checks: all well</source>
        <translation>Pemeriksaan: baik</translation>
    </message>
    <message>
        <source>Hand in…</source>
        <translation>Ajukan…</translation>
    </message>
    <message>
        <source>Stop editing</source>
        <translation>Berhenti menyunting</translation>
    </message>
    <message>
        <source>to look at only</source>
        <translation>hanya untuk dilihat</translation>
    </message>
    <message>
        <source>a large step is being made</source>
        <translation>langkah besar sedang dikerjakan</translation>
    </message>
    <message>
        <source>nothing to keep yet</source>
        <translation>belum ada perubahan</translation>
    </message>
</context>
<context>
    <name>EditChecks</name>
    <message>
        <source>What the checks say</source>
        <translation>Hasil pemeriksaan</translation>
    </message>
    <message>
        <source>Keep mine</source>
        <translation>Pertahankan milik saya</translation>
    </message>
    <message>
        <source>Take theirs</source>
        <translation>Ambil milik mereka</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Tutup</translation>
    </message>
    <message>
        <source>{count} things. Enter shows each on the map.</source>
        <translation>{count} temuan. Enter menampilkannya di peta.</translation>
    </message>
    <message>
        <source>The checks find nothing wrong with what was edited.</source>
        <translation>Pemeriksaan tidak menemukan kesalahan pada suntingan ini.</translation>
    </message>
    <message>
        <source>{name}: somebody else deleted it, you changed it</source>
        <translation>{name}: dihapus orang lain, Anda mengubahnya</translation>
    </message>
    <message>
        <source>{name}: you deleted it, somebody else changed it</source>
        <translation>{name}: Anda hapus, orang lain mengubahnya</translation>
    </message>
    <message>
        <source>{name}: somebody else published another value of {fields}</source>
        <translation>{name}: orang lain menerbitkan nilai lain untuk {fields}</translation>
    </message>
</context>
<context>
    <name>EditMode</name>
    <message>
        <source>Too few corners would be left.</source>
        <translation>Sudut yang tersisa terlalu sedikit.</translation>
    </message>
    <message>
        <source>The border crosses itself: take the last corner back with Backspace.</source>
        <translation>Batasnya saling memotong: urungkan sudut terakhir dengan Backspace.</translation>
    </message>
    <message>
        <source>The line parts nothing: draw it all the way across.</source>
        <translation>Garis tidak membelah apa pun: tarik sampai melintasi seluruhnya.</translation>
    </message>
    <message>
        <source>The shapes are of another kind than this layer&apos;s.</source>
        <translation>Jenis bentuknya lain dari lapisan ini.</translation>
    </message>
    <message>
        <source>Choose something first: click it, or Ctrl and drag a box.</source>
        <translation>Pilih dahulu: klik, atau tahan Ctrl dan tarik kotak.</translation>
    </message>
    <message>
        <source>Choose at least two features to merge.</source>
        <translation>Pilih sedikitnya dua objek untuk digabung.</translation>
    </message>
    <message>
        <source>A large step is still being made; a moment.</source>
        <translation>Langkah besar masih dikerjakan; tunggu sebentar.</translation>
    </message>
    <message>
        <source>This draft can only be looked at: it was handed in, or is another&apos;s.</source>
        <translation>Draf ini hanya dapat dilihat: sudah diajukan, atau milik orang lain.</translation>
    </message>
    <message>
        <source>Click chooses, Ctrl-drag a box, Shift-drag a lasso; drag what is chosen to move it.</source>
        <translation>Klik memilih, Ctrl-tarik kotak, Shift-tarik laso; tarik yang terpilih untuk memindahkan.</translation>
    </message>
    <message>
        <source>Drag to move what is chosen. By keys: Enter, arrows, Enter.</source>
        <translation>Tarik untuk memindahkan yang terpilih. Dengan tombol: Enter, panah, Enter.</translation>
    </message>
    <message>
        <source>Click where it stands. By keys: arrows, Enter.</source>
        <translation>Klik lokasinya. Dengan tombol: panah, Enter.</translation>
    </message>
    <message>
        <source>Click corner after corner; a double click ends, Backspace takes back.</source>
        <translation>Klik sudut demi sudut; klik ganda mengakhiri, Backspace mengurungkan.</translation>
    </message>
    <message>
        <source>Click round the area; a click on the first corner closes it.</source>
        <translation>Klik mengelilingi wilayah; klik sudut pertama untuk menutup.</translation>
    </message>
    <message>
        <source>Draw a line across what is to be parted; a double click ends.</source>
        <translation>Tarik garis melintasi yang dibelah; klik ganda mengakhiri.</translation>
    </message>
    <message>
        <source>Drag corners, or an edge to put one in. Full stop: next corner; Alt and arrows nudge; Del removes.</source>
        <translation>Tarik sudut, atau tepi untuk menyisipkan. Titik: sudut berikut; Alt+panah menggeser; Del menghapus.</translation>
    </message>
    <message>
        <source>Go on: {layer}, {title} ({count} steps, {time})</source>
        <translation>Lanjutkan: {layer}, {title} ({count} langkah, {time})</translation>
    </message>
    <message>
        <source>Edit {layer}</source>
        <translation>Sunting {layer}</translation>
    </message>
    <message>
        <source>Your role does not edit this layer.</source>
        <translation>Peran Anda tidak menyunting lapisan ini.</translation>
    </message>
    <message>
        <source>&amp;Go on with “{title}”: {count} steps, {time}</source>
        <translation>&amp;Lanjutkan “{title}”: {count} langkah, {time}</translation>
    </message>
    <message>
        <source>&amp;Begin a new draft</source>
        <translation>&amp;Mulai draf baru</translation>
    </message>
    <message>
        <source>Kept as a draft. Ctrl+E takes it up again.</source>
        <translation>Tersimpan sebagai draf. Ctrl+E melanjutkannya.</translation>
    </message>
    <message>
        <source>New feature</source>
        <translation>Objek baru</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Tambah</translation>
    </message>
    <message>
        <source>Fields of {count} features</source>
        <translation>Atribut {count} objek</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>Atribut</translation>
    </message>
    <message>
        <source>Change fields</source>
        <translation>Ubah atribut</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Pindahkan</translation>
    </message>
    <message>
        <source>Copied: {count}</source>
        <translation>Disalin: {count}</translation>
    </message>
    <message>
        <source>The clipboard holds nothing that lies on a map: copy features, GeoJSON or WKT.</source>
        <translation>Papan klip tidak berisi data peta: salin objek, GeoJSON, atau WKT.</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Tempel</translation>
    </message>
    <message>
        <source>Pasted: {count}</source>
        <translation>Ditempel: {count}</translation>
    </message>
    <message>
        <source>Snapping is on.</source>
        <translation>Pelekatan aktif.</translation>
    </message>
    <message>
        <source>Snapping is off.</source>
        <translation>Pelekatan nonaktif.</translation>
    </message>
    <message>
        <source>Shared borders move together.</source>
        <translation>Batas bersama bergerak bersama.</translation>
    </message>
    <message>
        <source>Shared borders do not move together: gaps and overlaps may come.</source>
        <translation>Batas bersama tidak bergerak bersama: celah dan tumpang tindih dapat timbul.</translation>
    </message>
    <message>
        <source>Somebody else published the same fields of {count} features: Checks shows both.</source>
        <translation>Orang lain menerbitkan atribut yang sama pada {count} objek: lihat Pemeriksaan.</translation>
    </message>
    <message>
        <source>Taken over from another computer: {count}</source>
        <translation>Diambil dari komputer lain: {count}</translation>
    </message>
    <message>
        <source>This draft was changed on another computer too: {count} features</source>
        <translation>Draf ini juga diubah di komputer lain: {count} objek</translation>
    </message>
    <message>
        <source>&amp;Keep what stands here</source>
        <translation>&amp;Pertahankan yang di sini</translation>
    </message>
    <message>
        <source>&amp;Take what stands there</source>
        <translation>&amp;Ambil yang di sana</translation>
    </message>
    <message>
        <source>Taken over</source>
        <translation>Diambil alih</translation>
    </message>
    <message>
        <source>“{title}” waits for another person&apos;s review.</source>
        <translation>“{title}” menunggu tinjauan orang lain.</translation>
    </message>
</context>
<context>
    <name>EditSite</name>
    <message>
        <source>Move</source>
        <translation>Pindahkan</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Hapus</translation>
    </message>
    <message>
        <source>Insert a corner</source>
        <translation>Sisipkan sudut</translation>
    </message>
    <message>
        <source>Move a corner</source>
        <translation>Geser sudut</translation>
    </message>
    <message>
        <source>Remove a corner</source>
        <translation>Hapus sudut</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>Belah</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>Gabungkan</translation>
    </message>
</context>
<context>
    <name>Edits</name>
    <message>
        <source>State and assignment</source>
        <translation>Status dan disposisi</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Teks</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>Kategori</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Prioritas</translation>
    </message>
    <message>
        <source>Place on the map</source>
        <translation>Tempat di peta</translation>
    </message>
    <message>
        <source>Note on the place</source>
        <translation>Keterangan tempat</translation>
    </message>
    <message>
        <source>Caller&apos;s name</source>
        <translation>Nama pelapor</translation>
    </message>
    <message>
        <source>Caller&apos;s number</source>
        <translation>Nomor pelapor</translation>
    </message>
    <message>
        <source>New report</source>
        <translation>Laporan baru</translation>
    </message>
    <message>
        <source>Change: {parts}</source>
        <translation>Ubah: {parts}</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Catatan</translation>
    </message>
    <message>
        <source>Take the last move back</source>
        <translation>Batalkan tindakan terakhir</translation>
    </message>
    <message>
        <source>until {time}</source>
        <translation>sampai {time}</translation>
    </message>
</context>
<context>
    <name>EmptyCard</name>
    <message>
        <source>No report is chosen</source>
        <translation>Belum ada laporan dipilih</translation>
    </message>
    <message>
        <source>Choose one in the queue or on the map. What is known of it and what can be done next stands here.</source>
        <translation>Pilih satu di antrean atau di peta. Keterangannya dan tindakan berikutnya tampil di sini.</translation>
    </message>
</context>
<context>
    <name>EvidenceForm</name>
    <message>
        <source>The photo is still on its way. Wait a moment.</source>
        <translation>Foto masih dikirim. Tunggu sebentar.</translation>
    </message>
    <message>
        <source>Add a photo first, or let a colleague confirm it.</source>
        <translation>Tambahkan foto dahulu, atau biarkan rekan yang memastikan.</translation>
    </message>
    <message>
        <source>Who has done the work confirms it with a photo taken there; without one a colleague confirms it.</source>
        <translation>Yang mengerjakan memastikannya dengan foto yang diambil di tempat; tanpa foto, rekan lain yang memastikan.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Batal</translation>
    </message>
</context>
<context>
    <name>FeatureForm</name>
    <message>
        <source>Take over</source>
        <translation>Pakai</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Batal</translation>
    </message>
    <message>
        <source>{layer}. Fields with * must be filled.</source>
        <translation>{layer}. Atribut bertanda * wajib diisi.</translation>
    </message>
    <message>
        <source>This must be filled.</source>
        <translation>Wajib diisi.</translation>
    </message>
    <message>
        <source>Choose one of the list.</source>
        <translation>Pilih salah satu dari daftar.</translation>
    </message>
    <message>
        <source>A number is wanted.</source>
        <translation>Harus berupa angka.</translation>
    </message>
    <message>
        <source>A whole number is wanted.</source>
        <translation>Harus berupa bilangan bulat.</translation>
    </message>
    <message>
        <source>It must lie within {detail}.</source>
        <translation>Harus di antara {detail}.</translation>
    </message>
    <message>
        <source>It is too long: at most {detail} letters.</source>
        <translation>Terlalu panjang: paling banyak {detail} huruf.</translation>
    </message>
    <message>
        <source>Write it like {example}.</source>
        <translation>Tulis seperti {example}.</translation>
    </message>
    <message>
        <source>It must begin with https://, http:// or rtsp://.</source>
        <translation>Harus diawali https://, http://, atau rtsp://.</translation>
    </message>
    <message>
        <source>This can&apos;t be read.</source>
        <translation>Tidak dapat dibaca.</translation>
    </message>
</context>
<context>
    <name>Feed</name>
    <message>
        <source>{count} on the map</source>
        <translation>{count} di peta</translation>
    </message>
    <message>
        <source>{count} to the queue</source>
        <translation>{count} ke antrean</translation>
    </message>
    <message>
        <source>{count} changed</source>
        <translation>{count} berubah</translation>
    </message>
    <message>
        <source>{count} gone</source>
        <translation>{count} hilang</translation>
    </message>
    <message>
        <source>{count} outside the city</source>
        <translation>{count} di luar kota</translation>
    </message>
    <message>
        <source>{count} not readable</source>
        <translation>{count} tidak terbaca</translation>
    </message>
    <message>
        <source>in time</source>
        <translation>tepat waktu</translation>
    </message>
    <message>
        <source>late</source>
        <translation>telat</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gagal</translation>
    </message>
    <message>
        <source>off</source>
        <translation>mati</translation>
    </message>
    <message>
        <source>waiting for the first answer</source>
        <translation>menunggu jawaban pertama</translation>
    </message>
    <message>
        <source>Waze for Cities</source>
        <translation>Waze for Cities</translation>
    </message>
    <message>
        <source>Warnings (CAP 1.2)</source>
        <translation>Peringatan (CAP 1.2)</translation>
    </message>
    <message>
        <source>Earthquakes (BMKG)</source>
        <translation>Gempa bumi (BMKG)</translation>
    </message>
    <message>
        <source>Open311 (GeoReport v2)</source>
        <translation>Open311 (GeoReport v2)</translation>
    </message>
    <message>
        <source>Table (CSV)</source>
        <translation>Tabel (CSV)</translation>
    </message>
    <message>
        <source>GeoJSON</source>
        <translation>GeoJSON</translation>
    </message>
    <message>
        <source>Demo city (made up)</source>
        <translation>Kota contoh (rekaan)</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>Lapisan</translation>
    </message>
    <message>
        <source>Columns (theirs=ours;…)</source>
        <translation>Kolom (sumber=kami;…)</translation>
    </message>
    <message>
        <source>Reach</source>
        <translation>Cakupan</translation>
    </message>
    <message>
        <source>Categories (theirs=ours;…)</source>
        <translation>Kategori (sumber=kami;…)</translation>
    </message>
    <message>
        <source>From everywhere</source>
        <translation>Dari mana saja</translation>
    </message>
    <message>
        <source>This city only</source>
        <translation>Kota ini saja</translation>
    </message>
    <message>
        <source>The data are of {time}: they show how things were then.</source>
        <translation>Data per {time}: menunjukkan keadaan saat itu.</translation>
    </message>
</context>
<context>
    <name>FeedRow</name>
    <message>
        <source>DEMO</source>
        <translation>DEMO</translation>
    </message>
    <message>
        <source>made here, from nothing</source>
        <translation>dibuat di sini, rekaan</translation>
    </message>
    <message>
        <source>Read now</source>
        <translation>Baca sekarang</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Hapus</translation>
    </message>
    <message>
        <source>never read</source>
        <translation>belum pernah dibaca</translation>
    </message>
    <message>
        <source>read {age} ago</source>
        <translation>dibaca {age} lalu</translation>
    </message>
    <message>
        <source>every {span}</source>
        <translation>setiap {span}</translation>
    </message>
    <message>
        <source>Remove it?</source>
        <translation>Hapus?</translation>
    </message>
    <message>
        <source>Click once more. What it has told stays in the log.</source>
        <translation>Klik sekali lagi. Yang sudah dibaca tetap ada di catatan.</translation>
    </message>
</context>
<context>
    <name>FeedsPanel</name>
    <message>
        <source>There is no adapter to read a feed with.</source>
        <translation>Tidak ada adaptor untuk membaca umpan.</translation>
    </message>
    <message>
        <source>Name a file, or an address that begins with https://</source>
        <translation>Sebutkan berkas, atau alamat yang diawali https://</translation>
    </message>
    <message>
        <source>Only https:// is read: plain http can be changed on its way.</source>
        <translation>Hanya https:// yang dibaca: http biasa dapat diubah di perjalanan.</translation>
    </message>
    <message>
        <source>Choose first: {what}</source>
        <translation>Pilih dahulu: {what}</translation>
    </message>
    <message>
        <source>Feeds</source>
        <translation>Umpan data</translation>
    </message>
    <message>
        <source>No feed is read yet. Add a file or an https address below; what it tells appears on the map.</source>
        <translation>Belum ada umpan. Tambahkan berkas atau alamat https di bawah; isinya tampil di peta.</translation>
    </message>
    <message>
        <source>ADD A FEED</source>
        <translation>TAMBAH UMPAN</translation>
    </message>
    <message>
        <source>https://… or a file</source>
        <translation>https://… atau berkas</translation>
    </message>
    <message>
        <source>Source: a file or an https address</source>
        <translation>Sumber: berkas atau alamat https</translation>
    </message>
    <message>
        <source>Kind of feed</source>
        <translation>Jenis umpan</translation>
    </message>
    <message>
        <source>File…</source>
        <translation>Berkas…</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Tambah</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Tutup</translation>
    </message>
    <message>
        <source>A simulator: everything that it makes is marked DEMO on every screen.</source>
        <translation>Simulator: semua yang dibuatnya bertanda DEMO di setiap layar.</translation>
    </message>
    <message>
        <source>Reads {formats}, every {span}</source>
        <translation>Membaca {formats}, setiap {span}</translation>
    </message>
    <message>
        <source>Choose the file of the feed</source>
        <translation>Pilih berkas umpan</translation>
    </message>
</context>
<context>
    <name>FieldEdit</name>
    <message>
        <source>several values</source>
        <translation>beberapa nilai</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ya</translation>
    </message>
    <message>
        <source>no</source>
        <translation>tidak</translation>
    </message>
</context>
<context>
    <name>Fields</name>
    <message>
        <source>Title</source>
        <translation>Judul</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>Kategori</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Prioritas</translation>
    </message>
    <message>
        <source>Deadline</source>
        <translation>Tenggat</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Nomor</translation>
    </message>
    <message>
        <source>Late</source>
        <translation>Lewat tenggat</translation>
    </message>
    <message>
        <source>Detail</source>
        <translation>Rincian</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nama</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Sejak</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Sampai</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Pemilik</translation>
    </message>
    <message>
        <source>Sponsor</source>
        <translation>Sponsor</translation>
    </message>
    <message>
        <source>SSID</source>
        <translation>SSID</translation>
    </message>
    <message>
        <source>Kelurahan</source>
        <translation>Kelurahan</translation>
    </message>
    <message>
        <source>Users</source>
        <translation>Pengguna</translation>
    </message>
    <message>
        <source>Street</source>
        <translation>Jalan</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Dari</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Ke</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Kecepatan</translation>
    </message>
    <message>
        <source>Free flow</source>
        <translation>Kecepatan lancar</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>Tingkat</translation>
    </message>
    <message>
        <source>Delay</source>
        <translation>Tundaan</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Ditutup</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Jenis</translation>
    </message>
    <message>
        <source>Fill level</source>
        <translation>Keterisian</translation>
    </message>
    <message>
        <source>Last emptied</source>
        <translation>Terakhir diangkut</translation>
    </message>
    <message>
        <source>Department</source>
        <translation>SKPD</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Peristiwa</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>Tingkat bahaya</translation>
    </message>
    <message>
        <source>Sender</source>
        <translation>Pengirim</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Kode</translation>
    </message>
    <message>
        <source>Other spellings</source>
        <translation>Ejaan lain</translation>
    </message>
    <message>
        <source>Kecamatan</source>
        <translation>Kecamatan</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>Tautan</translation>
    </message>
    <message>
        <source>Telephone</source>
        <translation>Telepon</translation>
    </message>
</context>
<context>
    <name>Filters</name>
    <message>
        <source>To triage</source>
        <translation>Perlu triase</translation>
    </message>
    <message>
        <source>What must be judged and sent to a department stands here: new, verified, refused, not solved.</source>
        <translation>Di sini tampil yang perlu dinilai dan diteruskan ke SKPD: baru, terverifikasi, bukan wewenang, belum beres.</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Baru</translation>
    </message>
    <message>
        <source>Reports that nobody has looked at yet. Press N to take one in by telephone.</source>
        <translation>Laporan yang belum dilihat siapa pun. Tekan N untuk mencatat laporan telepon.</translation>
    </message>
    <message>
        <source>Late</source>
        <translation>Lewat tenggat</translation>
    </message>
    <message>
        <source>Nothing has passed its deadline. What does so comes here by itself.</source>
        <translation>Tidak ada yang lewat tenggat. Yang lewat tampil di sini dengan sendirinya.</translation>
    </message>
    <message>
        <source>Unacknowledged</source>
        <translation>Belum diakui</translation>
    </message>
    <message>
        <source>Assigned reports stand here until the department accepts or refuses.</source>
        <translation>Laporan yang didisposisi tampil di sini sampai SKPD menerima atau menolak.</translation>
    </message>
    <message>
        <source>To confirm</source>
        <translation>Perlu dipastikan</translation>
    </message>
    <message>
        <source>When a department reports its work done, it waits here for your confirmation.</source>
        <translation>Pekerjaan yang dilaporkan selesai oleh SKPD menunggu kepastian Anda di sini.</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>Milik saya</translation>
    </message>
    <message>
        <source>Open reports that you changed last or assigned stand here.</source>
        <translation>Laporan terbuka yang terakhir Anda ubah atau Anda disposisi tampil di sini.</translation>
    </message>
    <message>
        <source>All open</source>
        <translation>Semua terbuka</translation>
    </message>
    <message>
        <source>Everything that is not solved, archived or a duplicate stands here.</source>
        <translation>Semua yang belum selesai, tidak diarsipkan, dan bukan kembar tampil di sini.</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Berakhir</translation>
    </message>
    <message>
        <source>What was solved, archived or marked as a duplicate in the last day stands here.</source>
        <translation>Yang selesai, diarsipkan, atau ditandai kembar sehari terakhir tampil di sini.</translation>
    </message>
</context>
<context>
    <name>Findings</name>
    <message>
        <source>{field} is missing</source>
        <translation>{field} belum diisi</translation>
    </message>
    <message>
        <source>The layer has no field {field}</source>
        <translation>Lapisan tidak punya kolom {field}</translation>
    </message>
    <message>
        <source>{field} must be one of: {detail}</source>
        <translation>{field} harus salah satu dari: {detail}</translation>
    </message>
    <message>
        <source>{field} must be yes or no</source>
        <translation>{field} harus ya atau tidak</translation>
    </message>
    <message>
        <source>{field} must be a number</source>
        <translation>{field} harus berupa angka</translation>
    </message>
    <message>
        <source>{field} must be a whole number</source>
        <translation>{field} harus bilangan bulat</translation>
    </message>
    <message>
        <source>{field} must lie within {detail}</source>
        <translation>{field} harus dalam {detail}</translation>
    </message>
    <message>
        <source>{field} must be text</source>
        <translation>{field} harus berupa teks</translation>
    </message>
    <message>
        <source>{field} is longer than {detail} letters</source>
        <translation>{field} lebih panjang dari {detail} huruf</translation>
    </message>
    <message>
        <source>{field} holds a control character</source>
        <translation>{field} memuat karakter kendali</translation>
    </message>
    <message>
        <source>{field} must begin with https://, http:// or rtsp://</source>
        <translation>{field} harus diawali https://, http://, atau rtsp://</translation>
    </message>
    <message>
        <source>{field} is a time without a zone</source>
        <translation>{field} adalah waktu tanpa zona</translation>
    </message>
    <message>
        <source>{field} is no date or time</source>
        <translation>{field} bukan tanggal atau waktu</translation>
    </message>
    <message>
        <source>{field} is no date: {detail}</source>
        <translation>{field} bukan tanggal: {detail}</translation>
    </message>
    <message>
        <source>{field} is no date and time: {detail}</source>
        <translation>{field} bukan tanggal dan jam: {detail}</translation>
    </message>
    <message>
        <source>The shape is of another kind than the layer&apos;s: {detail}</source>
        <translation>Bentuknya bukan jenis lapisan ini: {detail}</translation>
    </message>
    <message>
        <source>The shape is not valid: {detail}</source>
        <translation>Bentuknya tidak sah: {detail}</translation>
    </message>
    <message>
        <source>It lies outside the city</source>
        <translation>Letaknya di luar kota</translation>
    </message>
    <message>
        <source>It lies {detail} km outside the city</source>
        <translation>Letaknya {detail} km di luar kota</translation>
    </message>
    <message>
        <source>Its id stands in row {detail} as well</source>
        <translation>Id-nya juga ada di baris {detail}</translation>
    </message>
    <message>
        <source>The line is only {detail} m long</source>
        <translation>Panjang garis hanya {detail} m</translation>
    </message>
    <message>
        <source>The area has only {detail} m²</source>
        <translation>Luas area hanya {detail} m²</translation>
    </message>
    <message>
        <source>It stands {detail} m beside {other}: perhaps the same</source>
        <translation>Hanya {detail} m dari {other}: mungkin objek yang sama</translation>
    </message>
    <message>
        <source>It overlaps {other} by {detail} m²</source>
        <translation>Tumpang tindih dengan {other} seluas {detail} m²</translation>
    </message>
    <message>
        <source>A gap of {detail} m² lies beside it</source>
        <translation>Ada celah {detail} m² di sampingnya</translation>
    </message>
    <message>
        <source>error</source>
        <translation>galat</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>peringatan</translation>
    </message>
</context>
<context>
    <name>Guesses</name>
    <message>
        <source>The file names it: {detail}.</source>
        <translation>Disebut dalam berkas: {detail}.</translation>
    </message>
    <message>
        <source>The format is always in degrees (WGS 84).</source>
        <translation>Format ini selalu dalam derajat (WGS 84).</translation>
    </message>
    <message>
        <source>Most places lie in the city as degrees.</source>
        <translation>Sebagai derajat, kebanyakan tempat ada di dalam kota.</translation>
    </message>
    <message>
        <source>The numbers are metres; in {detail} they lie in the city.</source>
        <translation>Angkanya meter; dalam {detail} letaknya di dalam kota.</translation>
    </message>
    <message>
        <source>Longitude and latitude are exchanged; they are turned.</source>
        <translation>Bujur dan lintang tertukar; sudah dibalik.</translation>
    </message>
    <message>
        <source>The places are degrees, but most lie far from the city.</source>
        <translation>Tempatnya dalam derajat, tetapi kebanyakan jauh dari kota.</translation>
    </message>
    <message>
        <source>No system that is known puts the places into the city: choose it.</source>
        <translation>Tidak ada sistem yang dikenal yang menempatkannya di kota: pilih sendiri.</translation>
    </message>
    <message>
        <source>There are no places to judge by.</source>
        <translation>Tidak ada tempat untuk dinilai.</translation>
    </message>
    <message>
        <source>You have chosen it.</source>
        <translation>Anda yang memilihnya.</translation>
    </message>
    <message>
        <source>The format is always {detail}.</source>
        <translation>Format ini selalu {detail}.</translation>
    </message>
    <message>
        <source>The file beside it (.cpg) says {detail}.</source>
        <translation>Berkas di sampingnya (.cpg) menyebut {detail}.</translation>
    </message>
    <message>
        <source>The first bytes say {detail}.</source>
        <translation>Byte pertama menyebut {detail}.</translation>
    </message>
    <message>
        <source>Only plain letters: every encoding fits.</source>
        <translation>Hanya huruf biasa: semua pengodean cocok.</translation>
    </message>
    <message>
        <source>All letters fit {detail}.</source>
        <translation>Semua huruf cocok dengan {detail}.</translation>
    </message>
</context>
<context>
    <name>Head</name>
    <message>
        <source>Also looking at it: {names}</source>
        <translation>Sedang dilihat juga oleh: {names}</translation>
    </message>
    <message>
        <source>DEMO</source>
        <translation>DEMO</translation>
    </message>
    <message>
        <source>unsent</source>
        <translation>belum terkirim</translation>
    </message>
    <message>
        <source>Kept here and sent as soon as the service answers.</source>
        <translation>Disimpan di sini dan dikirim begitu layanan menjawab.</translation>
    </message>
    <message>
        <source>Seen</source>
        <translation>Sudah dilihat</translation>
    </message>
    <message>
        <source>No category</source>
        <translation>Tanpa kategori</translation>
    </message>
    <message>
        <source>Category: {word}</source>
        <translation>Kategori: {word}</translation>
    </message>
    <message>
        <source>Priority: {word}</source>
        <translation>Prioritas: {word}</translation>
    </message>
    <message>
        <source>Somebody else changed the same: yours waits for your decision.</source>
        <translation>Orang lain mengubah hal yang sama: punya Anda menunggu keputusan Anda.</translation>
    </message>
    <message>
        <source>Compare… (Shift+C)</source>
        <translation>Bandingkan… (Shift+C)</translation>
    </message>
    <message>
        <source>You have this report in hand since {time}.</source>
        <translation>Anda menangani laporan ini sejak {time}.</translation>
    </message>
    <message>
        <source>Let go</source>
        <translation>Lepaskan</translation>
    </message>
    <message>
        <source>{who} has this report in hand since {time}.</source>
        <translation>{who} menangani laporan ini sejak {time}.</translation>
    </message>
    <message>
        <source>Take over…</source>
        <translation>Ambil alih…</translation>
    </message>
</context>
<context>
    <name>History</name>
    <message>
        <source>text</source>
        <translation>isi</translation>
    </message>
    <message>
        <source>category</source>
        <translation>kategori</translation>
    </message>
    <message>
        <source>priority</source>
        <translation>prioritas</translation>
    </message>
    <message>
        <source>state</source>
        <translation>status</translation>
    </message>
    <message>
        <source>place</source>
        <translation>lokasi</translation>
    </message>
    <message>
        <source>caller</source>
        <translation>pelapor</translation>
    </message>
    <message>
        <source>photos</source>
        <translation>foto</translation>
    </message>
    <message>
        <source>assignment</source>
        <translation>disposisi</translation>
    </message>
    <message>
        <source>duplicate</source>
        <translation>kembar</translation>
    </message>
    <message>
        <source>hold</source>
        <translation>penundaan</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>Diverifikasi</translation>
    </message>
    <message>
        <source>Assigned</source>
        <translation>Didisposisi</translation>
    </message>
    <message>
        <source>Recalled</source>
        <translation>Ditarik kembali</translation>
    </message>
    <message>
        <source>Accepted by department</source>
        <translation>Diterima SKPD</translation>
    </message>
    <message>
        <source>Refused by department</source>
        <translation>Ditolak SKPD</translation>
    </message>
    <message>
        <source>Work started</source>
        <translation>Mulai dikerjakan</translation>
    </message>
    <message>
        <source>Reported done</source>
        <translation>Dilaporkan selesai</translation>
    </message>
    <message>
        <source>Confirmed as solved</source>
        <translation>Dipastikan selesai</translation>
    </message>
    <message>
        <source>Not accepted: back to work</source>
        <translation>Belum diterima: kembali dikerjakan</translation>
    </message>
    <message>
        <source>Reopened</source>
        <translation>Dibuka lagi</translation>
    </message>
    <message>
        <source>The citizen was asked</source>
        <translation>Warga ditanya</translation>
    </message>
    <message>
        <source>Resumed</source>
        <translation>Dilanjutkan</translation>
    </message>
    <message>
        <source>Put on hold</source>
        <translation>Ditunda</translation>
    </message>
    <message>
        <source>Archived</source>
        <translation>Diarsipkan</translation>
    </message>
    <message>
        <source>Restored</source>
        <translation>Dikeluarkan dari arsip</translation>
    </message>
    <message>
        <source>Marked as a duplicate</source>
        <translation>Ditandai kembar</translation>
    </message>
    <message>
        <source>Split off again</source>
        <translation>Dipisahkan lagi</translation>
    </message>
    <message>
        <source>Assigned to {department}</source>
        <translation>Didisposisi ke {department}</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Masuk</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Catatan</translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation>Diurungkan</translation>
    </message>
    <message>
        <source>Changed: {fields}</source>
        <translation>Diubah: {fields}</translation>
    </message>
    <message>
        <source>Taken over from {name}</source>
        <translation>Diambil alih dari {name}</translation>
    </message>
</context>
<context>
    <name>HistoryWindow</name>
    <message>
        <source>No person has edited this feature yet: it is as a file or a feed brought it.</source>
        <translation>Belum ada orang yang menyunting objek ini: masih seperti dari berkas atau umpan data.</translation>
    </message>
    <message>
        <source>“{title}” waits for another person&apos;s review: then the feature is what it was.</source>
        <translation>“{title}” menunggu tinjauan orang lain: setelah itu objek kembali seperti semula.</translation>
    </message>
    <message>
        <source>History of a feature</source>
        <translation>Riwayat objek</translation>
    </message>
    <message>
        <source>Put back to this version</source>
        <translation>Kembalikan ke versi ini</translation>
    </message>
    <message>
        <source>As a new draft: another person approves it.</source>
        <translation>Sebagai draf baru: orang lain menyetujuinya.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Tutup</translation>
    </message>
    <message>
        <source>Versions, newest first</source>
        <translation>Versi, terbaru di atas</translation>
    </message>
    <message>
        <source>Fields before and after</source>
        <translation>Kolom sebelum dan sesudah</translation>
    </message>
</context>
<context>
    <name>ImportRows</name>
    <message>
        <source>What</source>
        <translation>Perubahan</translation>
    </message>
    <message>
        <source>Which</source>
        <translation>Objek</translation>
    </message>
    <message>
        <source>Why, or what it says</source>
        <translation>Alasan atau isinya</translation>
    </message>
</context>
<context>
    <name>ImportWindow</name>
    <message>
        <source>The file is being looked at …</source>
        <translation>Berkas sedang dilihat …</translation>
    </message>
    <message>
        <source>{count} rows</source>
        <translation>{count} baris</translation>
    </message>
    <message>
        <source>heights of {count} rows are left out: layers are flat</source>
        <translation>ketinggian pada {count} baris ditinggalkan: lapisan datar</translation>
    </message>
    <message>
        <source>What would become of each row is being worked out …</source>
        <translation>Nasib setiap baris sedang dihitung …</translation>
    </message>
    <message>
        <source>Nothing is done yet. A draft of {count} changes is made; another person approves it.</source>
        <translation>Belum ada yang dilakukan. Akan dibuat draf berisi {count} perubahan; orang lain menyetujuinya.</translation>
    </message>
    <message>
        <source>The file holds no rows: there is nothing to take in.</source>
        <translation>Berkas tidak memuat baris: tidak ada yang diambil.</translation>
    </message>
    <message>
        <source>No row can be taken. Change how the file is read at the left, or mend the refused rows.</source>
        <translation>Tidak ada baris yang dapat diambil. Ubah cara membaca berkas di kiri, atau perbaiki baris yang ditolak.</translation>
    </message>
    <message>
        <source>The layer holds all of this already: there is nothing to do.</source>
        <translation>Lapisan sudah memuat semua ini: tidak ada yang perlu dilakukan.</translation>
    </message>
    <message>
        <source>The refused rows stand in {path}. Mend them there and import that file.</source>
        <translation>Baris yang ditolak ada di {path}. Perbaiki di sana lalu impor berkas itu.</translation>
    </message>
    <message>
        <source>This file can&apos;t be read: {why}</source>
        <translation>Berkas ini tidak dapat dibaca: {why}</translation>
    </message>
    <message>
        <source>Save the refused rows</source>
        <translation>Simpan baris yang ditolak</translation>
    </message>
    <message>
        <source>row {line}: {cells}</source>
        <translation>baris {line}: {cells}</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Semua</translation>
    </message>
    <message>
        <source>added</source>
        <translation>baru</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>diubah</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>dihapus</translation>
    </message>
    <message>
        <source>there already</source>
        <translation>sudah ada</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>ditolak</translation>
    </message>
    <message>
        <source>with a warning</source>
        <translation>dengan peringatan</translation>
    </message>
    <message>
        <source>Import into {layer}</source>
        <translation>Impor ke {layer}</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Impor</translation>
    </message>
    <message>
        <source>The file is the whole layer: what it does not hold is deleted</source>
        <translation>Berkas ini seluruh lapisan: yang tidak ada di dalamnya dihapus</translation>
    </message>
    <message>
        <source>No rows of this kind.</source>
        <translation>Tidak ada baris seperti ini.</translation>
    </message>
    <message>
        <source>Show on the map</source>
        <translation>Tampilkan di peta</translation>
    </message>
    <message>
        <source>Save the refused rows…</source>
        <translation>Simpan baris yang ditolak…</translation>
    </message>
    <message>
        <source>DRAFT</source>
        <translation>DRAF</translation>
    </message>
    <message>
        <source>Title of the draft</source>
        <translation>Judul draf</translation>
    </message>
    <message>
        <source>Make a draft</source>
        <translation>Buat draf</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Batal</translation>
    </message>
    <message>
        <source>Rows of the file</source>
        <translation>Baris berkas</translation>
    </message>
</context>
<context>
    <name>IntakeFields</name>
    <message>
        <source>New report</source>
        <translation>Laporan baru</translation>
    </message>
    <message>
        <source>Times are WIB. Closing keeps what you have typed.</source>
        <translation>Waktu dalam WIB. Bila ditutup, isian tetap tersimpan.</translation>
    </message>
    <message>
        <source>WHAT IS REPORTED</source>
        <translation>ISI LAPORAN</translation>
    </message>
    <message>
        <source>CATEGORY</source>
        <translation>KATEGORI</translation>
    </message>
    <message>
        <source>PLACE</source>
        <translation>LOKASI</translation>
    </message>
    <message>
        <source>CALLER</source>
        <translation>PELAPOR</translation>
    </message>
    <message>
        <source>PRIORITY AND WAY IN</source>
        <translation>PRIORITAS DAN SALURAN</translation>
    </message>
    <message>
        <source>PHOTOS</source>
        <translation>FOTO</translation>
    </message>
    <message>
        <source>What has happened, where, since when, is anybody in danger?</source>
        <translation>Apa yang terjadi, di mana, sejak kapan, adakah yang terancam?</translation>
    </message>
    <message>
        <source>What is reported</source>
        <translation>Isi laporan</translation>
    </message>
    <message>
        <source>Telephone</source>
        <translation>Telepon</translation>
    </message>
    <message>
        <source>The caller&apos;s telephone number</source>
        <translation>Nomor telepon pelapor</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nama</translation>
    </message>
    <message>
        <source>The caller&apos;s name</source>
        <translation>Nama pelapor</translation>
    </message>
    <message>
        <source>Take in</source>
        <translation>Catat</translation>
    </message>
    <message>
        <source>Take the report in</source>
        <translation>Catat laporan</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Tutup</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>Ulang dari awal</translation>
    </message>
    <message>
        <source>From the category</source>
        <translation>Dari kategori</translation>
    </message>
    <message>
        <source>Not chosen yet</source>
        <translation>Belum dipilih</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>Kategori</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Prioritas</translation>
    </message>
    <message>
        <source>Way in</source>
        <translation>Saluran</translation>
    </message>
</context>
<context>
    <name>IntakeForm</name>
    <message>
        <source>from the map</source>
        <translation>dari peta</translation>
    </message>
    <message>
        <source>Your role can&apos;t take reports in.</source>
        <translation>Peran Anda tidak dapat mencatat laporan.</translation>
    </message>
    <message>
        <source>Write what is reported.</source>
        <translation>Tulis apa yang dilaporkan.</translation>
    </message>
    <message>
        <source>A photo is still on its way. Wait a moment, or remove it.</source>
        <translation>Sebuah foto masih dikirim. Tunggu sebentar, atau hapus.</translation>
    </message>
    <message>
        <source>Suggested by the words {words}</source>
        <translation>Disarankan dari kata {words}</translation>
    </message>
    <message>
        <source>The words would suggest: {category}</source>
        <translation>Saran dari isinya: {category}</translation>
    </message>
    <message>
        <source>The words suggest no category yet; without one it goes to “other”.</source>
        <translation>Isinya belum menyarankan kategori; tanpa kategori, laporan masuk ke “Lain-lain”.</translation>
    </message>
</context>
<context>
    <name>KeySheet</name>
    <message>
        <source>The keys of this screen</source>
        <translation>Tombol di layar ini</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Tutup</translation>
    </message>
    <message>
        <source>Letters act while nothing is being typed; Esc leaves a field.</source>
        <translation>Huruf bekerja selama tidak ada yang diketik; Esc meninggalkan kolom.</translation>
    </message>
</context>
<context>
    <name>LayerEditing</name>
    <message>
        <source>Changed elsewhere</source>
        <translation>Diubah di tempat lain</translation>
    </message>
</context>
<context>
    <name>LayerPanel</name>
    <message>
        <source>Layers and legend</source>
        <translation>Lapisan dan legenda</translation>
    </message>
    <message>
        <source>Edit the areas</source>
        <translation>Sunting wilayah</translation>
    </message>
    <message>
        <source>Fold the panel away</source>
        <translation>Lipat panel</translation>
    </message>
</context>
<context>
    <name>LayerRoom</name>
    <message>
        <source>Import a file into a layer</source>
        <translation>Impor berkas ke lapisan</translation>
    </message>
    <message>
        <source>Your role does not edit layers: a GIS editor can import this file.</source>
        <translation>Peran Anda tidak menyunting lapisan: penyunting GIS dapat mengimpor berkas ini.</translation>
    </message>
    <message>
        <source>“{title}” is a draft now: look it through and hand it in.</source>
        <translation>“{title}” kini menjadi draf: periksa lalu ajukan.</translation>
    </message>
    <message>
        <source>Your role does not see the history of layers.</source>
        <translation>Peran Anda tidak melihat riwayat lapisan.</translation>
    </message>
    <message>
        <source>“{title}” waits for another person&apos;s review.</source>
        <translation>“{title}” menunggu tinjauan orang lain.</translation>
    </message>
</context>
<context>
    <name>LayerRow</name>
    <message>
        <source>Older than it should be: the map shows this layer hatched.</source>
        <translation>Lebih lama dari seharusnya: lapisan ini diarsir di peta.</translation>
    </message>
    <message>
        <source>Legend</source>
        <translation>Legenda</translation>
    </message>
    <message>
        <source>Legend of {layer}</source>
        <translation>Legenda {layer}</translation>
    </message>
    <message>
        <source>Edit {layer}</source>
        <translation>Sunting {layer}</translation>
    </message>
    <message>
        <source>Table of {layer}</source>
        <translation>Tabel {layer}</translation>
    </message>
</context>
<context>
    <name>Layers</name>
    <message>
        <source>Incidents</source>
        <translation>Kejadian</translation>
    </message>
    <message>
        <source>Public wifi</source>
        <translation>Titik wifi</translation>
    </message>
    <message>
        <source>Traffic</source>
        <translation>Lalu lintas</translation>
    </message>
    <message>
        <source>Waste points</source>
        <translation>Titik sampah</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>Peringatan</translation>
    </message>
    <message>
        <source>Areas</source>
        <translation>Wilayah</translation>
    </message>
    <message>
        <source>Cameras</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Facilities</source>
        <translation>Fasilitas</translation>
    </message>
</context>
<context>
    <name>Light</name>
    <message>
        <source>unsent {number}</source>
        <translation>belum terkirim {number}</translation>
    </message>
    <message>
        <source>to decide {number}</source>
        <translation>perlu diputuskan {number}</translation>
    </message>
    <message>
        <source>Link to the service: {state}</source>
        <translation>Sambungan ke layanan: {state}</translation>
    </message>
    <message>
        <source>Outbox: what waits, what was refused, what was sent (Ctrl+O)</source>
        <translation>Kotak keluar: yang menunggu, yang ditolak, yang terkirim (Ctrl+O)</translation>
    </message>
</context>
<context>
    <name>LogAlarm</name>
    <message>
        <source>Events that this console has seen are missing: the log is shorter.</source>
        <translation>Kejadian yang pernah dilihat konsol ini hilang: log menjadi lebih pendek.</translation>
    </message>
    <message>
        <source>Events that this console has seen were changed: it is another log.</source>
        <translation>Kejadian yang pernah dilihat konsol ini diubah: ini log yang lain.</translation>
    </message>
    <message>
        <source>The log is signed with another key than the one seen first.</source>
        <translation>Log ditandatangani dengan kunci lain dari yang pertama kali dilihat.</translation>
    </message>
    <message>
        <source>The signature of the log&apos;s last checkpoint does not hold.</source>
        <translation>Tanda tangan pada titik periksa terakhir log tidak sah.</translation>
    </message>
    <message>
        <source>The service itself found that its log was changed.</source>
        <translation>Layanan sendiri menemukan bahwa lognya telah diubah.</translation>
    </message>
    <message>
        <source>The log was changed</source>
        <translation>Log telah diubah</translation>
    </message>
    <message>
        <source>Found: {time}
Seen by this console: {seen}
Shown by the service now: {present}</source>
        <translation>Ditemukan: {time}
Dilihat konsol ini: {seen}
Ditunjukkan layanan sekarang: {present}</translation>
    </message>
    <message>
        <source>1. Tell the administrator and the auditor now.
2. Was a backup restored? Then this is expected: what came after that backup is missing.
3. If not: export the log (poc audit export), keep the disk as it is, compare with other consoles.
4. Work goes on meanwhile: what you do is kept as always.</source>
        <translation>1. Beri tahu administrator dan auditor sekarang.
2. Apakah cadangan baru saja dipulihkan? Maka ini wajar: yang masuk sesudah cadangan itu hilang.
3. Jika tidak: ekspor log (poc audit export), biarkan disk apa adanya, dan bandingkan dengan konsol lain.
4. Pekerjaan jalan terus: yang Anda kerjakan tetap disimpan seperti biasa.</translation>
    </message>
    <message>
        <source>Accepting takes the present log for the true one. The reason is written down here and in the log.</source>
        <translation>Menerima berarti log sekarang dianggap benar. Alasannya dicatat di sini dan di log.</translation>
    </message>
    <message>
        <source>A supervisor, an auditor or the administrator can accept the present log with a reason.</source>
        <translation>Supervisor, auditor, atau administrator dapat menerima log sekarang dengan alasan.</translation>
    </message>
    <message>
        <source>Why the present log is accepted</source>
        <translation>Mengapa log sekarang diterima</translation>
    </message>
    <message>
        <source>Accept the present log</source>
        <translation>Terima log sekarang</translation>
    </message>
    <message>
        <source>Copy the findings</source>
        <translation>Salin temuan</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Tutup</translation>
    </message>
</context>
<context>
    <name>ManyBar</name>
    <message>
        <source>{count} chosen</source>
        <translation>{count} dipilih</translation>
    </message>
    <message>
        <source>New value</source>
        <translation>Nilai baru</translation>
    </message>
    <message>
        <source>set to</source>
        <translation>isi dengan</translation>
    </message>
    <message>
        <source>empty it</source>
        <translation>kosongkan</translation>
    </message>
    <message>
        <source>replace</source>
        <translation>ganti</translation>
    </message>
    <message>
        <source>Field to change</source>
        <translation>Kolom yang diubah</translation>
    </message>
    <message>
        <source>What is done to it</source>
        <translation>Yang dilakukan</translation>
    </message>
    <message>
        <source>these words</source>
        <translation>kata ini</translation>
    </message>
    <message>
        <source>Words to replace</source>
        <translation>Kata yang diganti</translation>
    </message>
    <message>
        <source>by</source>
        <translation>dengan</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Ubah</translation>
    </message>
    <message>
        <source>Delete rows</source>
        <translation>Hapus baris</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Urungkan</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Ulangi</translation>
    </message>
</context>
<context>
    <name>MapCanvas</name>
    <message>
        <source>E</source>
        <translation>BT</translation>
    </message>
    <message>
        <source>W</source>
        <translation>BB</translation>
    </message>
    <message>
        <source>N</source>
        <translation>LU</translation>
    </message>
    <message>
        <source>S</source>
        <translation>LS</translation>
    </message>
    <message>
        <source>Reports: {count}</source>
        <translation>Laporan: {count}</translation>
    </message>
    <message>
        <source>In view: {what}</source>
        <translation>Terlihat: {what}</translation>
    </message>
    <message>
        <source>Nothing is in view</source>
        <translation>Tidak ada yang terlihat</translation>
    </message>
</context>
<context>
    <name>MapLink</name>
    <message>
        <source>Click where {number} is. Esc cancels.</source>
        <translation>Klik lokasi {number}. Esc membatalkan.</translation>
    </message>
</context>
<context>
    <name>MapMoves</name>
    <message>
        <source>No view is kept under {digit} yet. Ctrl+B keeps the present one.</source>
        <translation>Belum ada tampilan di {digit}. Ctrl+B menyimpan yang sekarang.</translation>
    </message>
    <message>
        <source>Kept: {name}. Ctrl+{digit} shows it again.</source>
        <translation>Disimpan: {name}. Ctrl+{digit} menampilkannya lagi.</translation>
    </message>
    <message>
        <source>free</source>
        <translation>kosong</translation>
    </message>
    <message>
        <source>Choose a report first: the map then stays with it.</source>
        <translation>Pilih laporan dahulu: peta lalu mengikutinya.</translation>
    </message>
    <message>
        <source>The map follows the chosen report. Drag it to stop.</source>
        <translation>Peta mengikuti laporan terpilih. Seret peta untuk berhenti.</translation>
    </message>
    <message>
        <source>The view is locked. Shift+L lets it go.</source>
        <translation>Tampilan terkunci. Shift+L melepasnya.</translation>
    </message>
    <message>
        <source>&amp;Keep this view under</source>
        <translation>&amp;Simpan tampilan ini di angka</translation>
    </message>
</context>
<context>
    <name>MapPrint</name>
    <message>
        <source>Save the map view</source>
        <translation>Simpan tampilan peta</translation>
    </message>
    <message>
        <source>Paper, A4 (*.pdf)</source>
        <translation>Kertas A4 (*.pdf)</translation>
    </message>
    <message>
        <source>Picture, 300 dpi (*.png)</source>
        <translation>Gambar 300 dpi (*.png)</translation>
    </message>
    <message>
        <source>The map is being drawn for paper …</source>
        <translation>Peta sedang digambar untuk dicetak …</translation>
    </message>
    <message>
        <source>Map of {place}</source>
        <translation>Peta {place}</translation>
    </message>
    <message>
        <source>North is at the top</source>
        <translation>Utara di atas</translation>
    </message>
    <message>
        <source>Saved: {name}</source>
        <translation>Tersimpan: {name}</translation>
    </message>
    <message>
        <source>{name} could not be saved. Choose another folder.</source>
        <translation>{name} tidak dapat disimpan. Pilih folder lain.</translation>
    </message>
</context>
<context>
    <name>MapSurface</name>
    <message>
        <source>Map</source>
        <translation>Peta</translation>
    </message>
</context>
<context>
    <name>MapView</name>
    <message>
        <source>{count} here; click to open</source>
        <translation>{count} di sini; klik untuk membuka</translation>
    </message>
    <message>
        <source>Click the place on the map. Esc cancels.</source>
        <translation>Klik lokasi di peta. Esc membatalkan.</translation>
    </message>
    <message>
        <source>Click along the way, twice at its end. Backspace takes a point back, Esc leaves.</source>
        <translation>Klik sepanjang jalur, dua kali di ujungnya. Backspace menghapus satu titik, Esc mengakhiri.</translation>
    </message>
    <message>
        <source>Layers and legend</source>
        <translation>Lapisan dan legenda</translation>
    </message>
    <message>
        <source>Closer</source>
        <translation>Perbesar</translation>
    </message>
    <message>
        <source>Farther</source>
        <translation>Perkecil</translation>
    </message>
    <message>
        <source>Whole city</source>
        <translation>Seluruh kota</translation>
    </message>
    <message>
        <source>Back to where I was</source>
        <translation>Kembali ke posisi tadi</translation>
    </message>
    <message>
        <source>Move and choose</source>
        <translation>Geser dan pilih</translation>
    </message>
    <message>
        <source>Measure a distance</source>
        <translation>Ukur jarak</translation>
    </message>
    <message>
        <source>Heat map</source>
        <translation>Peta panas</translation>
    </message>
    <message>
        <source>Group what lies close</source>
        <translation>Kelompokkan yang berdekatan</translation>
    </message>
    <message>
        <source>Draw round the reports to tick them. Esc ends.</source>
        <translation>Lingkari laporan untuk mencentangnya. Esc mengakhiri.</translation>
    </message>
    <message>
        <source>Tick reports with a lasso; or hold Ctrl and drag a box</source>
        <translation>Centang laporan dengan laso; atau tahan Ctrl dan seret kotak</translation>
    </message>
</context>
<context>
    <name>Moves</name>
    <message>
        <source>Choose a report first.</source>
        <translation>Pilih laporan dahulu.</translation>
    </message>
    <message>
        <source>J chooses the first one of the queue.</source>
        <translation>J memilih yang pertama di antrean.</translation>
    </message>
    <message>
        <source>Not possible now.</source>
        <translation>Tidak dapat dilakukan sekarang.</translation>
    </message>
    <message>
        <source>There is nothing to undo.</source>
        <translation>Tidak ada yang dapat diurungkan.</translation>
    </message>
    <message>
        <source>{number} is “{state}”: “{action}” does not follow from that.</source>
        <translation>{number} berstatus “{state}”: “{action}” tidak dapat dilakukan dari situ.</translation>
    </message>
    <message>
        <source>{number}: taken back.</source>
        <translation>{number}: diurungkan.</translation>
    </message>
    <message>
        <source>{number}: noted for the shift report.</source>
        <translation>{number}: dicatat untuk laporan regu.</translation>
    </message>
    <message numerus="yes">
        <source>{action}: %n reports</source>
        <translation>
            <numerusform>{action}: %n laporan</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>And %n more.</source>
        <translation>
            <numerusform>Dan %n lagi.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not</source>
        <translation>
            <numerusform>%n tidak</numerusform>
        </translation>
    </message>
    <message>
        <source>{number} is assigned.</source>
        <translation>{number} didisposisi.</translation>
    </message>
    <message>
        <source>Somebody else changed the same. Yours is kept and waits for your decision.</source>
        <translation>Orang lain mengubah hal yang sama. Punya Anda disimpan dan menunggu keputusan Anda.</translation>
    </message>
    <message>
        <source>Shift+C compares mine and theirs.</source>
        <translation>Shift+C membandingkan punya Anda dan rekan.</translation>
    </message>
</context>
<context>
    <name>NeedsForm</name>
    <message>
        <source>Until when?</source>
        <translation>Sampai kapan?</translation>
    </message>
    <message>
        <source>Add a note</source>
        <translation>Tambah catatan</translation>
    </message>
    <message>
        <source>Write, or add to it</source>
        <translation>Tulis, atau tambahkan</translation>
    </message>
    <message>
        <source>Other date and time, WIB</source>
        <translation>Tanggal dan jam lain, WIB</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Batal</translation>
    </message>
    <message>
        <source>Other…</source>
        <translation>Lainnya…</translation>
    </message>
    <message>
        <source>Choose until when with a number.</source>
        <translation>Pilih sampai kapan dengan angka.</translation>
    </message>
    <message>
        <source>That moment has passed. Choose a later one.</source>
        <translation>Waktu itu sudah lewat. Pilih yang lebih kemudian.</translation>
    </message>
    <message>
        <source>The photo is still on its way. Wait a moment, or remove it.</source>
        <translation>Foto masih dikirim. Tunggu sebentar, atau hapus.</translation>
    </message>
</context>
<context>
    <name>OriginSection</name>
    <message>
        <source>CAME IN</source>
        <translation>ASAL LAPORAN</translation>
    </message>
    <message>
        <source>Earlier reports of this caller</source>
        <translation>Laporan lain dari pelapor ini</translation>
    </message>
    <message>
        <source>received {time}</source>
        <translation>masuk {time}</translation>
    </message>
    <message>
        <source>seen {time}</source>
        <translation>terlihat {time}</translation>
    </message>
    <message>
        <source>Reference {reference}</source>
        <translation>Rujukan {reference}</translation>
    </message>
    <message>
        <source>Caller not named</source>
        <translation>Pelapor tanpa nama</translation>
    </message>
    <message>
        <source>The caller is hidden from your role</source>
        <translation>Pelapor disembunyikan dari peran Anda</translation>
    </message>
</context>
<context>
    <name>Outbox</name>
    <message>
        <source>waiting</source>
        <translation>menunggu</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>terkirim</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>ditolak</translation>
    </message>
    <message>
        <source>to compare</source>
        <translation>perlu dibandingkan</translation>
    </message>
    <message>
        <source>given up</source>
        <translation>dibatalkan</translation>
    </message>
    <message>
        <source>Done at</source>
        <translation>Dibuat</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Laporan</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Apa</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Oleh</translation>
    </message>
</context>
<context>
    <name>OutboxWindow</name>
    <message>
        <source>Outbox</source>
        <translation>Kotak keluar</translation>
    </message>
    <message>
        <source>Save as CSV…</source>
        <translation>Simpan sebagai CSV…</translation>
    </message>
    <message>
        <source>Save as JSON…</source>
        <translation>Simpan sebagai JSON…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Tutup</translation>
    </message>
    <message>
        <source>Open the report</source>
        <translation>Buka laporan</translation>
    </message>
    <message>
        <source>Compare…</source>
        <translation>Bandingkan…</translation>
    </message>
    <message>
        <source>Try again as it stands now</source>
        <translation>Coba lagi pada keadaan sekarang</translation>
    </message>
    <message>
        <source>Copy the text</source>
        <translation>Salin teks</translation>
    </message>
    <message>
        <source>Give it up</source>
        <translation>Batalkan</translation>
    </message>
    <message>
        <source>Why it is given up (stays in the history)</source>
        <translation>Mengapa dibatalkan (tetap tercatat di riwayat)</translation>
    </message>
    <message>
        <source>Entries of the outbox</source>
        <translation>Isi kotak keluar</translation>
    </message>
    <message>
        <source>Waiting  {number}</source>
        <translation>Menunggu  {number}</translation>
    </message>
    <message>
        <source>To decide  {number}</source>
        <translation>Perlu diputuskan  {number}</translation>
    </message>
    <message>
        <source>Sent, last 30 days  {number}</source>
        <translation>Terkirim, 30 hari terakhir  {number}</translation>
    </message>
    <message>
        <source>The service answers. What waits is sent by itself, in order.</source>
        <translation>Layanan menjawab. Yang menunggu dikirim sendiri, sesuai urutan.</translation>
    </message>
    <message>
        <source>The service has not answered yet. What waits is kept on this computer.</source>
        <translation>Layanan belum menjawab. Yang menunggu disimpan di komputer ini.</translation>
    </message>
    <message>
        <source>The service was last heard {age} ago. What waits is kept on this computer and sent later.</source>
        <translation>Layanan terakhir menjawab {age} lalu. Yang menunggu disimpan di komputer ini dan dikirim nanti.</translation>
    </message>
    <message>
        <source>Nothing waits: everything that was done here has its answer.</source>
        <translation>Tidak ada yang menunggu: semua yang dikerjakan di sini sudah dijawab.</translation>
    </message>
    <message>
        <source>Nothing to decide. What the service refuses, or others overtake, would stand here.</source>
        <translation>Tidak ada yang perlu diputuskan. Yang ditolak layanan, atau didahului orang lain, muncul di sini.</translation>
    </message>
    <message>
        <source>Nothing was sent from this computer in the last 30 days.</source>
        <translation>Tidak ada yang dikirim dari komputer ini dalam 30 hari terakhir.</translation>
    </message>
    <message>
        <source>Nothing here</source>
        <translation>Kosong</translation>
    </message>
    <message>
        <source>It waits until {name} signs in here: nothing goes out under another&apos;s name.</source>
        <translation>Menunggu sampai {name} masuk di sini: tidak ada yang dikirim atas nama orang lain.</translation>
    </message>
    <message>
        <source>Not sent yet.</source>
        <translation>Belum terkirim.</translation>
    </message>
    <message>
        <source>It is on this computer&apos;s disk and goes out by itself.</source>
        <translation>Tersimpan di komputer ini dan dikirim dengan sendirinya.</translation>
    </message>
    <message>
        <source>Somebody else changed the same while yours was on its way.</source>
        <translation>Orang lain mengubah hal yang sama ketika punya Anda sedang dikirim.</translation>
    </message>
    <message>
        <source>Compare, and take yours or theirs, part by part.</source>
        <translation>Bandingkan, lalu pilih punya Anda atau rekan, bagian demi bagian.</translation>
    </message>
    <message>
        <source>theirs was taken</source>
        <translation>punya rekan yang dipakai</translation>
    </message>
    <message>
        <source>sent again as a new entry</source>
        <translation>dikirim ulang sebagai entri baru</translation>
    </message>
    <message>
        <source>Given up at {time}: {why}</source>
        <translation>Dibatalkan pada {time}: {why}</translation>
    </message>
    <message>
        <source>{name} had done the very same already ({time}).</source>
        <translation>{name} sudah melakukan hal yang persis sama ({time}).</translation>
    </message>
    <message>
        <source>Taken by the service at {time}.</source>
        <translation>Diterima layanan pada {time}.</translation>
    </message>
    <message>
        <source>Save the history</source>
        <translation>Simpan riwayat</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>A command, a place, a number, words of a report</source>
        <translation>Perintah, tempat, nomor, kata dalam laporan</translation>
    </message>
    <message>
        <source>Find a command, a place, a report</source>
        <translation>Cari perintah, tempat, laporan</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Hasil pencarian</translation>
    </message>
</context>
<context>
    <name>PartRow</name>
    <message>
        <source>Before: {value}</source>
        <translation>Sebelumnya: {value}</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Sebelumnya</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>Punya saya</translation>
    </message>
    <message>
        <source>Of {name}</source>
        <translation>Punya {name}</translation>
    </message>
</context>
<context>
    <name>PasswordDialog</name>
    <message>
        <source>Type the password that you have now.</source>
        <translation>Ketik kata sandi Anda yang sekarang.</translation>
    </message>
    <message>
        <source>A password has at least {count} characters.</source>
        <translation>Kata sandi paling sedikit {count} karakter.</translation>
    </message>
    <message>
        <source>This is the password that you have now.</source>
        <translation>Itu kata sandi Anda yang sekarang.</translation>
    </message>
    <message>
        <source>The two do not fit: type the new one twice.</source>
        <translation>Keduanya tidak sama: ketik kata sandi baru dua kali.</translation>
    </message>
    <message>
        <source>The password that you have now is another one.</source>
        <translation>Kata sandi Anda yang sekarang bukan itu.</translation>
    </message>
    <message>
        <source>Change my password</source>
        <translation>Ganti kata sandi saya</translation>
    </message>
    <message>
        <source>A password of your own</source>
        <translation>Kata sandi milik Anda sendiri</translation>
    </message>
    <message>
        <source>Somebody else chose the password of {name}. Choose one that only you know.</source>
        <translation>Kata sandi {name} dipilihkan orang lain. Pilih yang hanya Anda tahu.</translation>
    </message>
    <message>
        <source>Of {name}. Wherever else you are signed in, you will be asked again.</source>
        <translation>Untuk {name}. Di tempat lain Anda akan diminta masuk lagi.</translation>
    </message>
    <message>
        <source>PASSWORD NOW</source>
        <translation>KATA SANDI SEKARANG</translation>
    </message>
    <message>
        <source>NEW PASSWORD</source>
        <translation>KATA SANDI BARU</translation>
    </message>
    <message>
        <source>NEW PASSWORD ONCE MORE</source>
        <translation>KATA SANDI BARU SEKALI LAGI</translation>
    </message>
    <message>
        <source>Password now</source>
        <translation>Kata sandi sekarang</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>Kata sandi baru</translation>
    </message>
    <message>
        <source>New password once more</source>
        <translation>Kata sandi baru sekali lagi</translation>
    </message>
    <message>
        <source>12 characters or more. Best are several words that don&apos;t belong together.</source>
        <translation>12 karakter atau lebih. Paling baik beberapa kata yang tidak berkaitan.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Batal</translation>
    </message>
    <message>
        <source>Change it</source>
        <translation>Ganti</translation>
    </message>
</context>
<context>
    <name>PhotoField</name>
    <message>
        <source>There are {most} photos already.</source>
        <translation>Sudah ada {most} foto.</translation>
    </message>
    <message>
        <source>Add photos…</source>
        <translation>Tambah foto…</translation>
    </message>
    <message>
        <source>Photo of the work…</source>
        <translation>Foto hasil kerja…</translation>
    </message>
    <message>
        <source>or drop them here: JPEG, PNG or WebP, up to 12 MB each</source>
        <translation>atau letakkan di sini: JPEG, PNG, atau WebP, masing-masing paling besar 12 MB</translation>
    </message>
    <message>
        <source>The file can&apos;t be read.</source>
        <translation>Berkas tidak dapat dibaca.</translation>
    </message>
    <message>
        <source>It has {size} MB; at most 12 MB can be taken. Make it smaller first.</source>
        <translation>Ukurannya {size} MB; paling besar 12 MB. Perkecil dahulu.</translation>
    </message>
    <message>
        <source>This is not a photo (JPEG, PNG or WebP).</source>
        <translation>Ini bukan foto (JPEG, PNG, atau WebP).</translation>
    </message>
    <message>
        <source>It has too many pixels. Make it smaller first.</source>
        <translation>Pikselnya terlalu banyak. Perkecil dahulu.</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>Add photos</source>
        <translation>Tambah foto</translation>
    </message>
</context>
<context>
    <name>PhotoStrip</name>
    <message>
        <source>Photo {place} of {count}</source>
        <translation>Foto {place} dari {count}</translation>
    </message>
</context>
<context>
    <name>PhotoViewer</name>
    <message>
        <source>Photos of {number}</source>
        <translation>Foto {number}</translation>
    </message>
    <message>
        <source>← Previous</source>
        <translation>← Sebelumnya</translation>
    </message>
    <message>
        <source>Next →</source>
        <translation>Berikutnya →</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Tutup</translation>
    </message>
    <message>
        <source>Photo {place} of {count}</source>
        <translation>Foto {place} dari {count}</translation>
    </message>
    <message>
        <source>The photo is being fetched …</source>
        <translation>Foto sedang diambil …</translation>
    </message>
    <message>
        <source>This photo can&apos;t be shown: the file is damaged or too large.</source>
        <translation>Foto ini tidak dapat ditampilkan: berkasnya rusak atau terlalu besar.</translation>
    </message>
</context>
<context>
    <name>PickSheet</name>
    <message>
        <source>Nothing fits what you typed. Clear the field to see everything.</source>
        <translation>Tidak ada yang cocok. Kosongkan kolom untuk melihat semuanya.</translation>
    </message>
    <message>
        <source>Type to find, 1–9 to choose</source>
        <translation>Ketik untuk mencari, 1–9 untuk memilih</translation>
    </message>
</context>
<context>
    <name>PlaceField</name>
    <message>
        <source>Place</source>
        <translation>Lokasi</translation>
    </message>
    <message>
        <source>Area, road, landmark, coordinates</source>
        <translation>Wilayah, jalan, tempat, koordinat</translation>
    </message>
    <message>
        <source>How to find it: number, gate, across from …</source>
        <translation>Petunjuk: nomor, pagar, di seberang …</translation>
    </message>
    <message>
        <source>How to find the place</source>
        <translation>Petunjuk menemukan lokasi</translation>
    </message>
    <message>
        <source>On the map</source>
        <translation>Di peta</translation>
    </message>
    <message>
        <source>Pick the place on the map</source>
        <translation>Pilih lokasi di peta</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Hapus</translation>
    </message>
    <message>
        <source>Remove the place</source>
        <translation>Hapus lokasi</translation>
    </message>
    <message>
        <source>Places found</source>
        <translation>Lokasi yang ditemukan</translation>
    </message>
    <message>
        <source>read as latitude, longitude</source>
        <translation>dibaca sebagai lintang, bujur</translation>
    </message>
    <message>
        <source>read as longitude, latitude</source>
        <translation>dibaca sebagai bujur, lintang</translation>
    </message>
    <message>
        <source>middle of {name}</source>
        <translation>tengah {name}</translation>
    </message>
    <message>
        <source>corrected</source>
        <translation>dikoreksi</translation>
    </message>
    <message>
        <source>Use {lat}, {lon} instead</source>
        <translation>Gunakan {lat}, {lon}</translation>
    </message>
    <message>
        <source>This lies outside the city. Latitude and longitude look exchanged, or a minus is missing.</source>
        <translation>Lokasi ini di luar kota. Lintang dan bujur tampaknya tertukar, atau tanda minus tertinggal.</translation>
    </message>
    <message>
        <source>This lies {distance} outside the city: it can&apos;t be taken in. Choose another place.</source>
        <translation>Lokasi ini {distance} di luar kota: tidak dapat diterima. Pilih lokasi lain.</translation>
    </message>
    <message>
        <source>This lies outside the city: it can&apos;t be taken in.</source>
        <translation>Lokasi ini di luar kota: tidak dapat diterima.</translation>
    </message>
    <message>
        <source>This lies {distance} outside the city. It is taken in and marked so.</source>
        <translation>Lokasi ini {distance} di luar kota. Diterima dan diberi tanda.</translation>
    </message>
</context>
<context>
    <name>PlaceSection</name>
    <message>
        <source>PLACE</source>
        <translation>LOKASI</translation>
    </message>
    <message>
        <source>outside the city</source>
        <translation>di luar kota</translation>
    </message>
    <message>
        <source>Latitude, longitude (WGS 84)</source>
        <translation>Lintang, bujur (WGS 84)</translation>
    </message>
    <message>
        <source>Show on map</source>
        <translation>Lihat di peta</translation>
    </message>
    <message>
        <source>Move the place</source>
        <translation>Pindahkan lokasi</translation>
    </message>
    <message>
        <source>Place on map</source>
        <translation>Tandai di peta</translation>
    </message>
    <message>
        <source>A place without an area name</source>
        <translation>Lokasi tanpa nama wilayah</translation>
    </message>
</context>
<context>
    <name>Priority</name>
    <message>
        <source>Low</source>
        <translation>Rendah</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>Biasa</translation>
    </message>
    <message>
        <source>High</source>
        <translation>Tinggi</translation>
    </message>
    <message>
        <source>Emergency</source>
        <translation>Darurat</translation>
    </message>
</context>
<context>
    <name>PriorityPicker</name>
    <message>
        <source>How pressing is {what}?</source>
        <translation>Seberapa mendesak {what}?</translation>
    </message>
    <message>
        <source>Find a priority</source>
        <translation>Cari prioritas</translation>
    </message>
    <message>
        <source>Priorities</source>
        <translation>Prioritas</translation>
    </message>
    <message>
        <source>Change the priority</source>
        <translation>Ubah prioritas</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Batal</translation>
    </message>
    <message>
        <source>as it is</source>
        <translation>sekarang</translation>
    </message>
</context>
<context>
    <name>QAbstractFileIconProvider</name>
    <message>
        <source>Folder</source>
        <translation>Folder</translation>
    </message>
    <message>
        <source>Drive</source>
        <translation>Diska</translation>
    </message>
</context>
<context>
    <name>QFileDialog</name>
    <message>
        <source>&amp;Look in:</source>
        <translation>&amp;Cari di:</translation>
    </message>
    <message>
        <source>Directory:</source>
        <translation>Folder:</translation>
    </message>
    <message>
        <source>File &amp;name:</source>
        <translation>&amp;Nama berkas:</translation>
    </message>
    <message>
        <source>Files of &amp;type:</source>
        <translation>&amp;Jenis berkas:</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>&amp;Buka</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Simpan</translation>
    </message>
    <message>
        <source>&amp;Choose</source>
        <translation>&amp;Pilih</translation>
    </message>
    <message>
        <source>&amp;Rename</source>
        <translation>&amp;Ganti nama</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Hapus</translation>
    </message>
    <message>
        <source>&amp;New Folder</source>
        <translation>&amp;Folder baru</translation>
    </message>
    <message>
        <source>Show &amp;hidden files</source>
        <translation>&amp;Tampilkan berkas tersembunyi</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Kembali</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>Kembali</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Maju</translation>
    </message>
    <message>
        <source>Go forward</source>
        <translation>Maju</translation>
    </message>
    <message>
        <source>Parent Directory</source>
        <translation>Folder induk</translation>
    </message>
    <message>
        <source>Go to the parent directory</source>
        <translation>Ke folder induk</translation>
    </message>
    <message>
        <source>Create New Folder</source>
        <translation>Buat folder baru</translation>
    </message>
    <message>
        <source>Create a New Folder</source>
        <translation>Buat folder baru</translation>
    </message>
    <message>
        <source>List View</source>
        <translation>Daftar</translation>
    </message>
    <message>
        <source>Change to list view mode</source>
        <translation>Tampilkan sebagai daftar</translation>
    </message>
    <message>
        <source>Detail View</source>
        <translation>Rincian</translation>
    </message>
    <message>
        <source>Change to detail view mode</source>
        <translation>Tampilkan dengan rincian</translation>
    </message>
    <message>
        <source>Sidebar</source>
        <translation>Bilah samping</translation>
    </message>
    <message>
        <source>List of places and bookmarks</source>
        <translation>Daftar tempat</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Berkas</translation>
    </message>
    <message>
        <source>Directories</source>
        <translation>Folder</translation>
    </message>
    <message>
        <source>All Files (*)</source>
        <translation>Semua berkas (*)</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Buka</translation>
    </message>
    <message>
        <source>Save As</source>
        <translation>Simpan sebagai</translation>
    </message>
    <message>
        <source>Find Directory</source>
        <translation>Cari folder</translation>
    </message>
    <message>
        <source>%1 already exists.
Do you want to replace it?</source>
        <translation>%1 sudah ada.
Ganti yang lama?</translation>
    </message>
    <message>
        <source>%1
File not found.
Please verify the correct file name was given.</source>
        <translation>%1
Berkas tidak ditemukan.
Periksa nama berkasnya.</translation>
    </message>
</context>
<context>
    <name>QFileSystemModel</name>
    <message>
        <source>Name</source>
        <translation>Nama</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Ukuran</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Jenis</translation>
    </message>
    <message>
        <source>Date Modified</source>
        <translation>Diubah</translation>
    </message>
    <message>
        <source>Computer</source>
        <translation>Komputer</translation>
    </message>
</context>
<context>
    <name>QLineEdit</name>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Urungkan</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>U&amp;langi</translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation>Po&amp;tong</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Salin</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>&amp;Tempel</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Hapus</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>Pilih Semua</translation>
    </message>
</context>
<context>
    <name>QMessageBox</name>
    <message>
        <source>Show Details...</source>
        <translation>Lihat rincian…</translation>
    </message>
    <message>
        <source>Hide Details...</source>
        <translation>Tutup rincian…</translation>
    </message>
</context>
<context>
    <name>QPlatformTheme</name>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Batal</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Tutup</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Simpan</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Buka</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Buang</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Terapkan</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Setel ulang</translation>
    </message>
    <message>
        <source>&amp;Yes</source>
        <translation>&amp;Ya</translation>
    </message>
    <message>
        <source>&amp;No</source>
        <translation>&amp;Tidak</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Coba lagi</translation>
    </message>
    <message>
        <source>Ignore</source>
        <translation>Abaikan</translation>
    </message>
    <message>
        <source>Abort</source>
        <translation>Hentikan</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Bantuan</translation>
    </message>
</context>
<context>
    <name>QWidgetTextControl</name>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Urungkan</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>U&amp;langi</translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation>Po&amp;tong</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Salin</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>&amp;Tempel</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Hapus</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>Pilih Semua</translation>
    </message>
</context>
<context>
    <name>Questions</name>
    <message>
        <source>Yes</source>
        <translation>Ya</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Tidak</translation>
    </message>
</context>
<context>
    <name>Queue</name>
    <message>
        <source>No place yet</source>
        <translation>Belum ada lokasi</translation>
    </message>
    <message>
        <source>outside the city</source>
        <translation>di luar kota</translation>
    </message>
</context>
<context>
    <name>QueueHead</name>
    <message>
        <source>All categories</source>
        <translation>Semua kategori</translation>
    </message>
    <message>
        <source>All kecamatan</source>
        <translation>Semua kecamatan</translation>
    </message>
    <message>
        <source>Search “{text}”: {number} found</source>
        <translation>Pencarian “{text}”: {number} ditemukan</translation>
    </message>
    <message>
        <source>Only this category</source>
        <translation>Hanya kategori ini</translation>
    </message>
    <message>
        <source>Only this kecamatan</source>
        <translation>Hanya kecamatan ini</translation>
    </message>
    <message>
        <source>End the search</source>
        <translation>Akhiri pencarian</translation>
    </message>
    <message>
        <source>End the search (Esc)</source>
        <translation>Akhiri pencarian (Esc)</translation>
    </message>
</context>
<context>
    <name>QueuePanel</name>
    <message numerus="yes">
        <source>%n ticked</source>
        <translation>
            <numerusform>%n dicentang</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new ↑</source>
        <translation>
            <numerusform>%n baru ↑</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Tidak ditemukan</translation>
    </message>
    <message>
        <source>Search for other words, a place, or a number such as 123. Esc ends.</source>
        <translation>Cari kata lain, tempat, atau nomor seperti 123. Esc mengakhiri.</translation>
    </message>
    <message>
        <source>Nothing to do here</source>
        <translation>Tidak ada yang perlu dikerjakan</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Antrean</translation>
    </message>
    <message>
        <source>Reports in the queue</source>
        <translation>Laporan dalam antrean</translation>
    </message>
    <message>
        <source>J and K choose the next and the one before, X ticks.</source>
        <translation>J dan K memilih yang berikut dan sebelumnya, X mencentang.</translation>
    </message>
    <message>
        <source>Clear the ticks</source>
        <translation>Hapus centang</translation>
    </message>
    <message>
        <source>Clear the ticks (Esc)</source>
        <translation>Hapus centang (Esc)</translation>
    </message>
</context>
<context>
    <name>ReadingPanel</name>
    <message>
        <source>told by itself</source>
        <translation>dikenali sendiri</translation>
    </message>
    <message>
        <source>for all others</source>
        <translation>untuk yang lain</translation>
    </message>
    <message>
        <source>INTO THE LAYER</source>
        <translation>KE LAPISAN</translation>
    </message>
    <message>
        <source>TABLE OF THE FILE</source>
        <translation>TABEL DALAM BERKAS</translation>
    </message>
    <message>
        <source>COORDINATE SYSTEM</source>
        <translation>SISTEM KOORDINAT</translation>
    </message>
    <message>
        <source>LETTERS (ENCODING)</source>
        <translation>HURUF (PENGODEAN)</translation>
    </message>
    <message>
        <source>COLUMNS OF LONGITUDE AND LATITUDE</source>
        <translation>KOLOM BUJUR DAN LINTANG</translation>
    </message>
    <message>
        <source>WHICH COLUMN HOLDS WHAT</source>
        <translation>ISI SETIAP KOLOM</translation>
    </message>
    <message>
        <source>Column of the longitude</source>
        <translation>Kolom bujur</translation>
    </message>
    <message>
        <source>Column of the latitude</source>
        <translation>Kolom lintang</translation>
    </message>
    <message>
        <source>Turn places that are the wrong way round</source>
        <translation>Balik tempat yang bujur dan lintangnya tertukar</translation>
    </message>
</context>
<context>
    <name>Reasons</name>
    <message>
        <source>Not relevant</source>
        <translation>Tidak relevan</translation>
    </message>
    <message>
        <source>Incomplete</source>
        <translation>Tidak lengkap</translation>
    </message>
    <message>
        <source>Outside the area</source>
        <translation>Di luar wilayah</translation>
    </message>
</context>
<context>
    <name>Refusals</name>
    <message>
        <source>It says nothing</source>
        <translation>Tidak berisi apa pun</translation>
    </message>
    <message>
        <source>Its place is missing, or is no number</source>
        <translation>Tempatnya tidak ada, atau bukan angka</translation>
    </message>
    <message>
        <source>It lies on whole degrees: nobody&apos;s place</source>
        <translation>Letaknya tepat pada derajat bulat: bukan tempat sebenarnya</translation>
    </message>
    <message>
        <source>Its longitude and latitude are exchanged</source>
        <translation>Bujur dan lintangnya tertukar</translation>
    </message>
    <message>
        <source>Its place is in metres, or in another system</source>
        <translation>Tempatnya dalam meter, atau dalam sistem lain</translation>
    </message>
    <message>
        <source>Its coordinate system is not known</source>
        <translation>Sistem koordinatnya tidak dikenal</translation>
    </message>
    <message>
        <source>It lies outside the city</source>
        <translation>Letaknya di luar kota</translation>
    </message>
    <message>
        <source>A time in it can&apos;t be read</source>
        <translation>Ada waktu yang tidak terbaca</translation>
    </message>
    <message>
        <source>It stands in the file twice</source>
        <translation>Ada dua kali dalam berkas</translation>
    </message>
    <message>
        <source>It holds a control character</source>
        <translation>Memuat karakter kendali</translation>
    </message>
    <message>
        <source>Its letters do not fit the encoding</source>
        <translation>Hurufnya tidak cocok dengan pengodean</translation>
    </message>
    <message>
        <source>It has more cells than the header, or a quote that never ends</source>
        <translation>Selnya lebih banyak daripada tajuk, atau ada tanda petik yang tidak ditutup</translation>
    </message>
    <message>
        <source>It is too long</source>
        <translation>Terlalu panjang</translation>
    </message>
    <message>
        <source>It has no shape, or one that can&apos;t be read</source>
        <translation>Tidak punya bentuk, atau bentuknya tidak terbaca</translation>
    </message>
    <message>
        <source>It does not fit the layer&apos;s fields</source>
        <translation>Tidak cocok dengan kolom lapisan</translation>
    </message>
    <message>
        <source>It is of no kind that is looked for</source>
        <translation>Jenisnya bukan yang dicari</translation>
    </message>
    <message>
        <source>It shares its ground with another area</source>
        <translation>Wilayahnya bertumpuk dengan wilayah lain</translation>
    </message>
    <message>
        <source>The service has refused it</source>
        <translation>Ditolak oleh layanan</translation>
    </message>
</context>
<context>
    <name>ReportCard</name>
    <message>
        <source>Report card</source>
        <translation>Kartu laporan</translation>
    </message>
    <message>
        <source>{name} has just changed: {fields}</source>
        <translation>{name} baru saja mengubah: {fields}</translation>
    </message>
    <message>
        <source>Somebody</source>
        <translation>Seseorang</translation>
    </message>
    <message>
        <source>Not written into the shift report: {why}</source>
        <translation>Tidak tercatat di laporan regu: {why}</translation>
    </message>
    <message>
        <source>{who} has taken {number} over: {why}</source>
        <translation>{who} mengambil alih {number}: {why}</translation>
    </message>
</context>
<context>
    <name>ReviewWindow</name>
    <message>
        <source>Somebody else published the same fields meanwhile: {count}. Nothing was overwritten: decide each.</source>
        <translation>Orang lain telah menerbitkan kolom yang sama: {count}. Tidak ada yang ditimpa: putuskan satu per satu.</translation>
    </message>
    <message>
        <source>Changed by somebody else in the same fields: {count}. Nothing is lost: decide each.</source>
        <translation>Diubah orang lain pada kolom yang sama: {count}. Tidak ada yang hilang: putuskan satu per satu.</translation>
    </message>
    <message>
        <source>Changed by somebody else in the same fields: {count}. {author} decides.</source>
        <translation>Diubah orang lain pada kolom yang sama: {count}. {author} yang memutuskan.</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>Perubahan</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>Pemeriksaan</translation>
    </message>
    <message>
        <source>Comments</source>
        <translation>Komentar</translation>
    </message>
    <message>
        <source>by {author}</source>
        <translation>oleh {author}</translation>
    </message>
    <message>
        <source>reviewed by {name}</source>
        <translation>ditinjau {name}</translation>
    </message>
    <message>
        <source>to be published {when} WIB</source>
        <translation>terbit {when} WIB</translation>
    </message>
    <message>
        <source>Sent back: {reason}</source>
        <translation>Dikembalikan: {reason}</translation>
    </message>
    <message>
        <source>Drafts and their review</source>
        <translation>Draf dan peninjauannya</translation>
    </message>
    <message>
        <source>Choose a draft at the left: here you see what it changes, in a table and on the map.</source>
        <translation>Pilih draf di kiri: di sini tampak perubahannya, dalam tabel dan di peta.</translation>
    </message>
    <message>
        <source>Decide…</source>
        <translation>Putuskan…</translation>
    </message>
    <message>
        <source>Edit on the map</source>
        <translation>Sunting di peta</translation>
    </message>
    <message>
        <source>Publish at…</source>
        <translation>Terbitkan pada…</translation>
    </message>
    <message>
        <source>Show all on the map</source>
        <translation>Tampilkan semua di peta</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Tutup</translation>
    </message>
</context>
<context>
    <name>Role</name>
    <message>
        <source>Operator</source>
        <translation>Operator</translation>
    </message>
    <message>
        <source>Shift supervisor</source>
        <translation>Kepala regu</translation>
    </message>
    <message>
        <source>GIS staff</source>
        <translation>Staf GIS</translation>
    </message>
    <message>
        <source>Department officer</source>
        <translation>Petugas SKPD</translation>
    </message>
    <message>
        <source>City leadership</source>
        <translation>Pimpinan kota</translation>
    </message>
    <message>
        <source>Auditor</source>
        <translation>Auditor</translation>
    </message>
    <message>
        <source>Administrator</source>
        <translation>Administrator</translation>
    </message>
    <message>
        <source>Intake</source>
        <translation>Penerimaan laporan</translation>
    </message>
    <message>
        <source>Feed</source>
        <translation>Umpan data</translation>
    </message>
</context>
<context>
    <name>SearchBox</name>
    <message>
        <source>Clear</source>
        <translation>Kosongkan</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Cari</translation>
    </message>
    <message>
        <source>Search  ( / )</source>
        <translation>Cari  ( / )</translation>
    </message>
    <message>
        <source>Search reports and places</source>
        <translation>Cari laporan dan tempat</translation>
    </message>
    <message>
        <source>A number ignores the filters. Esc ends the search.</source>
        <translation>Nomor mengabaikan saringan. Esc mengakhiri pencarian.</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>Dark by night, light by day.</source>
        <translation>Gelap pada malam hari, terang pada siang hari.</translation>
    </message>
    <message>
        <source>Language of the screens.</source>
        <translation>Bahasa layar.</translation>
    </message>
    <message>
        <source>Lower rows in the queue (40 instead of 56 px).</source>
        <translation>Baris antrean lebih rapat (40, bukan 56 px).</translation>
    </message>
    <message>
        <source>Size of everything on the screen, as a factor; from the next start on.</source>
        <translation>Ukuran semua di layar, sebagai kelipatan; berlaku mulai dibuka berikutnya.</translation>
    </message>
    <message>
        <source>New reports on the map are ringed and do not pulse.</source>
        <translation>Laporan baru di peta diberi lingkaran dan tidak berdenyut.</translation>
    </message>
    <message>
        <source>Whether an alarm is also heard.</source>
        <translation>Tanda bahaya juga berbunyi.</translation>
    </message>
    <message>
        <source>Hour from which nothing is heard.</source>
        <translation>Jam mulai tanpa suara.</translation>
    </message>
    <message>
        <source>Hour from which it is heard again.</source>
        <translation>Jam suara kembali terdengar.</translation>
    </message>
    <message>
        <source>Seconds in which a message can be taken back.</source>
        <translation>Detik selama pesan masih dapat diurungkan.</translation>
    </message>
    <message>
        <source>Night</source>
        <translation>Malam</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Siang</translation>
    </message>
    <message>
        <source>Address of the room&apos;s service (https://…), from the next start on; empty: this computer.</source>
        <translation>Alamat layanan ruangan (https://…), berlaku sejak konsol dibuka lagi; kosong: komputer ini.</translation>
    </message>
    <message>
        <source>File with the city&apos;s own CA (PEM); empty: those that this computer trusts.</source>
        <translation>Berkas CA milik kota (PEM); kosong: yang dipercaya komputer ini.</translation>
    </message>
    <message>
        <source>What paints the map; from the next start on.</source>
        <translation>Yang menggambar peta; berlaku mulai dibuka berikutnya.</translation>
    </message>
    <message>
        <source>Whichever was faster here</source>
        <translation>Yang lebih cepat di sini</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>Prosesor</translation>
    </message>
    <message>
        <source>Graphics card (OpenGL)</source>
        <translation>Kartu grafis (OpenGL)</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>Pengaturan</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Tutup</translation>
    </message>
</context>
<context>
    <name>Sheet</name>
    <message>
        <source>{count} reports</source>
        <translation>{count} laporan</translation>
    </message>
</context>
<context>
    <name>Shift</name>
    <message>
        <source>Morning shift</source>
        <translation>Regu pagi</translation>
    </message>
    <message>
        <source>Afternoon shift</source>
        <translation>Regu siang</translation>
    </message>
    <message>
        <source>Night shift</source>
        <translation>Regu malam</translation>
    </message>
</context>
<context>
    <name>ShiftWindow</name>
    <message>
        <source>The end lies before the start.</source>
        <translation>Akhir rentang mendahului awalnya.</translation>
    </message>
    <message>
        <source>The figures are being counted …</source>
        <translation>Angka sedang dihitung …</translation>
    </message>
    <message>
        <source>came in</source>
        <translation>masuk</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>ditutup</translation>
    </message>
    <message>
        <source>Made {count} files: {names}</source>
        <translation>{count} berkas dibuat: {names}</translation>
    </message>
    <message>
        <source>From … until …</source>
        <translation>Dari … sampai …</translation>
    </message>
    <message>
        <source>{shift} (runs)</source>
        <translation>{shift} (berjalan)</translation>
    </message>
    <message>
        <source>None.</source>
        <translation>Tidak ada.</translation>
    </message>
    <message>
        <source>Nobody has written a note in this shift.</source>
        <translation>Tidak ada catatan pada regu ini.</translation>
    </message>
    <message>
        <source>Where should the files lie?</source>
        <translation>Di mana berkas disimpan?</translation>
    </message>
    <message>
        <source>Choose a folder for the files.</source>
        <translation>Pilih folder untuk berkas.</translation>
    </message>
    <message>
        <source>The files are being made …</source>
        <translation>Berkas sedang dibuat …</translation>
    </message>
    <message>
        <source>Shift report</source>
        <translation>Laporan regu</translation>
    </message>
    <message>
        <source>Notable</source>
        <translation>Menonjol</translation>
    </message>
    <message>
        <source>Open the longest</source>
        <translation>Terlama terbuka</translation>
    </message>
    <message>
        <source>Notes of the shift</source>
        <translation>Catatan regu</translation>
    </message>
    <message>
        <source>A line for the next shift</source>
        <translation>Catatan untuk regu berikutnya</translation>
    </message>
    <message>
        <source>Write it down</source>
        <translation>Catat</translation>
    </message>
    <message>
        <source>Folder for the files</source>
        <translation>Folder berkas</translation>
    </message>
    <message>
        <source>Shift or span of time</source>
        <translation>Regu atau rentang waktu</translation>
    </message>
    <message>
        <source>From, WIB</source>
        <translation>Dari, WIB</translation>
    </message>
    <message>
        <source>Until, WIB</source>
        <translation>Sampai, WIB</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>Folder…</translation>
    </message>
    <message>
        <source>Make HTML, PDF, CSV, XLSX</source>
        <translation>Buat HTML, PDF, CSV, XLSX</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>Buka folder</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Tutup</translation>
    </message>
</context>
<context>
    <name>SignInDialog</name>
    <message>
        <source>Type your name.</source>
        <translation>Ketik nama Anda.</translation>
    </message>
    <message>
        <source>Type your password.</source>
        <translation>Ketik kata sandi Anda.</translation>
    </message>
    <message>
        <source>Name and password don&apos;t fit. Try again, or ask the administrator.</source>
        <translation>Nama dan kata sandi tidak cocok. Coba lagi, atau tanya administrator.</translation>
    </message>
    <message>
        <source>Sign in again, and choose a password of your own.</source>
        <translation>Masuk lagi, dan pilih kata sandi milik Anda sendiri.</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Masuk</translation>
    </message>
    <message>
        <source>Who sits down at the desk?</source>
        <translation>Siapa yang bertugas di meja ini?</translation>
    </message>
    <message>
        <source>DEMO</source>
        <translation>DEMO</translation>
    </message>
    <message>
        <source>SIT DOWN AS</source>
        <translation>BERTUGAS SEBAGAI</translation>
    </message>
    <message>
        <source>A demonstration: people, reports and places in it are made up.</source>
        <translation>Demonstrasi: orang, laporan, dan tempat di dalamnya rekaan.</translation>
    </message>
    <message>
        <source>NAME</source>
        <translation>NAMA</translation>
    </message>
    <message>
        <source>PASSWORD</source>
        <translation>KATA SANDI</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nama</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Kata sandi</translation>
    </message>
    <message>
        <source>Demo: {role}, {name}</source>
        <translation>Demo: {role}, {name}</translation>
    </message>
    <message>
        <source>Signing in …</source>
        <translation>Sedang masuk …</translation>
    </message>
</context>
<context>
    <name>Sources</name>
    <message>
        <source>a file must be given with its whole path, on this computer</source>
        <translation>berkas harus disebut dengan alamat lengkapnya, di komputer ini</translation>
    </message>
    <message>
        <source>the address must hold no name, password or fragment</source>
        <translation>alamat tidak boleh memuat nama, kata sandi, atau fragmen</translation>
    </message>
    <message>
        <source>the address can&apos;t be read</source>
        <translation>alamatnya tidak terbaca</translation>
    </message>
    <message>
        <source>only https addresses and files are read</source>
        <translation>hanya alamat https dan berkas yang dibaca</translation>
    </message>
    <message>
        <source>this host is not on the list of allowed hosts (POC_FEED_HOSTS)</source>
        <translation>host ini tidak ada dalam daftar host yang diizinkan (POC_FEED_HOSTS)</translation>
    </message>
    <message>
        <source>there is no such file</source>
        <translation>berkas itu tidak ada</translation>
    </message>
    <message>
        <source>the file can&apos;t be read: {why}</source>
        <translation>berkas tidak dapat dibaca: {why}</translation>
    </message>
    <message>
        <source>the file is larger than {size} MB</source>
        <translation>berkas lebih besar dari {size} MB</translation>
    </message>
    <message>
        <source>the address leads elsewhere (a redirect), which is not followed</source>
        <translation>alamat mengarah ke tempat lain (pengalihan) dan tidak diikuti</translation>
    </message>
    <message>
        <source>the server answered {status}</source>
        <translation>server menjawab {status}</translation>
    </message>
    <message>
        <source>no answer within {seconds} s</source>
        <translation>tidak ada jawaban dalam {seconds} detik</translation>
    </message>
    <message>
        <source>the server&apos;s certificate does not hold</source>
        <translation>sertifikat server tidak berlaku</translation>
    </message>
    <message>
        <source>the server can&apos;t be reached</source>
        <translation>server tidak terjangkau</translation>
    </message>
    <message>
        <source>the answer is larger than {size} MB</source>
        <translation>jawaban lebih besar dari {size} MB</translation>
    </message>
    <message>
        <source>the host&apos;s name is not known</source>
        <translation>nama host tidak dikenal</translation>
    </message>
    <message>
        <source>the host lies in a private network, which is not read</source>
        <translation>host berada di jaringan privat dan tidak dibaca</translation>
    </message>
    <message>
        <source>the file is empty</source>
        <translation>berkasnya kosong</translation>
    </message>
    <message>
        <source>nothing at all</source>
        <translation>kosong</translation>
    </message>
    <message>
        <source>a ZIP archive</source>
        <translation>arsip ZIP</translation>
    </message>
    <message>
        <source>a gzip archive</source>
        <translation>arsip gzip</translation>
    </message>
    <message>
        <source>a PDF</source>
        <translation>PDF</translation>
    </message>
    <message>
        <source>a picture (PNG)</source>
        <translation>gambar (PNG)</translation>
    </message>
    <message>
        <source>a picture (JPEG)</source>
        <translation>gambar (JPEG)</translation>
    </message>
    <message>
        <source>a database (SQLite or GeoPackage)</source>
        <translation>basis data (SQLite atau GeoPackage)</translation>
    </message>
    <message>
        <source>a FlatGeobuf file</source>
        <translation>berkas FlatGeobuf</translation>
    </message>
    <message>
        <source>a PMTiles archive</source>
        <translation>arsip PMTiles</translation>
    </message>
    <message>
        <source>a web page (HTML)</source>
        <translation>halaman web (HTML)</translation>
    </message>
    <message>
        <source>bytes that are not text</source>
        <translation>data yang bukan teks</translation>
    </message>
    <message>
        <source>text</source>
        <translation>teks</translation>
    </message>
    <message>
        <source>this is {seems}, not JSON in UTF-8</source>
        <translation>ini {seems}, bukan JSON dalam UTF-8</translation>
    </message>
    <message>
        <source>this is {seems}, not JSON</source>
        <translation>ini {seems}, bukan JSON</translation>
    </message>
    <message>
        <source>this is {seems}, not a table of text (CSV)</source>
        <translation>ini {seems}, bukan tabel teks (CSV)</translation>
    </message>
    <message>
        <source>this is {seems}, not a CAP alert in XML: {why}</source>
        <translation>ini {seems}, bukan peringatan CAP dalam XML: {why}</translation>
    </message>
    <message>
        <source>it breaks off or is damaged, not a CAP alert in XML: {why}</source>
        <translation>isinya terputus atau rusak, bukan peringatan CAP dalam XML: {why}</translation>
    </message>
    <message>
        <source>this begins like JSON, but breaks off or is damaged: {why}</source>
        <translation>awalnya seperti JSON, tetapi terputus atau rusak: {why}</translation>
    </message>
    <message>
        <source>this is an empty table: there is no header line</source>
        <translation>tabel ini kosong: tidak ada baris judul</translation>
    </message>
    <message>
        <source>the header line can&apos;t be read: {why}</source>
        <translation>baris judul tidak terbaca: {why}</translation>
    </message>
    <message>
        <source>this is JSON, but not a GeoJSON FeatureCollection</source>
        <translation>ini JSON, tetapi bukan FeatureCollection GeoJSON</translation>
    </message>
    <message>
        <source>this FeatureCollection has no list of features</source>
        <translation>FeatureCollection ini tidak memiliki daftar features</translation>
    </message>
    <message>
        <source>this is GeoJSON, not the Waze for Cities feed; the adapter geojson_url reads it</source>
        <translation>ini GeoJSON, bukan umpan Waze for Cities; adaptor geojson_url membacanya</translation>
    </message>
    <message>
        <source>this is JSON, but not an object with alerts and jams</source>
        <translation>ini JSON, tetapi bukan objek dengan alerts dan jams</translation>
    </message>
    <message>
        <source>this is JSON, but it holds neither alerts nor jams nor irregularities</source>
        <translation>ini JSON, tetapi tidak memuat alerts, jams, atau irregularities</translation>
    </message>
    <message>
        <source>this is Waze&apos;s Traffic View (travel times of routes), not the Waze for Cities feed</source>
        <translation>ini Traffic View dari Waze (waktu tempuh rute), bukan umpan Waze for Cities</translation>
    </message>
    <message>
        <source>{name} is no list, so this is not the Waze for Cities feed</source>
        <translation>{name} bukan daftar, jadi ini bukan umpan Waze for Cities</translation>
    </message>
    <message>
        <source>no row of it can be read as Waze for Cities: {why}</source>
        <translation>tidak ada baris yang terbaca sebagai Waze for Cities: {why}</translation>
    </message>
    <message>
        <source>this is JSON, but not BMKG&apos;s Infogempa</source>
        <translation>ini JSON, tetapi bukan Infogempa BMKG</translation>
    </message>
    <message>
        <source>no earthquake in it can be read: {why}</source>
        <translation>tidak ada gempa di dalamnya yang terbaca: {why}</translation>
    </message>
    <message>
        <source>this XML defines entities, which no alert needs; it is not read</source>
        <translation>XML ini mendefinisikan entitas, yang tidak diperlukan peringatan; tidak dibaca</translation>
    </message>
    <message>
        <source>this is a list of alerts (RSS or Atom); give the address of the alert itself</source>
        <translation>ini daftar peringatan (RSS atau Atom); berikan alamat peringatannya sendiri</translation>
    </message>
    <message>
        <source>this XML is no CAP alert: its outermost element is &lt;{name}&gt;</source>
        <translation>XML ini bukan peringatan CAP: unsur terluarnya &lt;{name}&gt;</translation>
    </message>
    <message>
        <source>no alert in it can be read: {why}</source>
        <translation>tidak ada peringatan di dalamnya yang terbaca: {why}</translation>
    </message>
    <message>
        <source>this is JSON, but no list of service requests (GeoReport v2)</source>
        <translation>ini JSON, tetapi bukan daftar permintaan layanan (GeoReport v2)</translation>
    </message>
    <message>
        <source>this XML defines entities, which no request needs; it is not read</source>
        <translation>XML ini mendefinisikan entitas, yang tidak diperlukan permintaan; tidak dibaca</translation>
    </message>
    <message>
        <source>this XML breaks off or is damaged: {why}</source>
        <translation>XML ini terputus atau rusak: {why}</translation>
    </message>
    <message>
        <source>this XML is no list of service requests: its outermost element is &lt;{name}&gt;</source>
        <translation>XML ini bukan daftar permintaan layanan: unsur terluarnya &lt;{name}&gt;</translation>
    </message>
    <message>
        <source>no request in it can be read: {why}</source>
        <translation>tidak ada permintaan di dalamnya yang terbaca: {why}</translation>
    </message>
    <message>
        <source>the option &apos;layer&apos; must be one of {keys}; it is {key}</source>
        <translation>opsi &apos;layer&apos; harus salah satu dari {keys}; isinya {key}</translation>
    </message>
    <message>
        <source>the layer {layer} holds {shapes}s; a table of text gives points</source>
        <translation>lapisan {layer} memuat {shapes}; tabel teks memberi titik</translation>
    </message>
    <message>
        <source>no feature fits the layer {layer}: {why}</source>
        <translation>tidak ada objek yang cocok dengan lapisan {layer}: {why}</translation>
    </message>
    <message>
        <source>no row fits the layer {layer}: {why}</source>
        <translation>tidak ada baris yang cocok dengan lapisan {layer}: {why}</translation>
    </message>
    <message>
        <source>this is {seems}; GeoPackage, GeoJSON, Shapefile, KML, FlatGeobuf or CSV are read</source>
        <translation>ini {seems}; yang dibaca: GeoPackage, GeoJSON, Shapefile, KML, FlatGeobuf, atau CSV</translation>
    </message>
    <message>
        <source>this is JSON, but neither GeoJSON nor an answer of Overpass</source>
        <translation>ini JSON, tetapi bukan GeoJSON maupun jawaban Overpass</translation>
    </message>
    <message>
        <source>no columns of a place; there are: {columns}</source>
        <translation>tidak ada kolom lokasi; yang ada: {columns}</translation>
    </message>
    <message>
        <source>there is no table {table}; there are: {tables}</source>
        <translation>tidak ada tabel {table}; yang ada: {tables}</translation>
    </message>
    <message>
        <source>the file holds nothing</source>
        <translation>berkas tidak berisi apa-apa</translation>
    </message>
    <message>
        <source>this is {seems}, or a damaged {format}: {why}</source>
        <translation>ini {seems}, atau {format} yang rusak: {why}</translation>
    </message>
    <message>
        <source>the table {table} has no shapes</source>
        <translation>tabel {table} tidak memiliki bentuk</translation>
    </message>
    <message>
        <source>its letters fit no encoding that was tried: {why}</source>
        <translation>hurufnya tidak cocok dengan pengodean mana pun yang dicoba: {why}</translation>
    </message>
    <message>
        <source>{file}: {why}</source>
        <translation>{file}: {why}</translation>
    </message>
</context>
<context>
    <name>SpotCard</name>
    <message>
        <source>As of</source>
        <translation>Per</translation>
    </message>
    <message>
        <source>Open {host}</source>
        <translation>Buka {host}</translation>
    </message>
    <message>
        <source>Report: {category}</source>
        <translation>Laporkan: {category}</translation>
    </message>
    <message>
        <source>Show the report</source>
        <translation>Tampilkan laporan</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Tutup</translation>
    </message>
    <message>
        <source>The report&apos;s words</source>
        <translation>Isi laporan</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Kirim</translation>
    </message>
</context>
<context>
    <name>Spots</name>
    <message>
        <source>Choose a hotspot, a waste point or a road on the map first.</source>
        <translation>Pilih dahulu hotspot, titik sampah, atau jalan di peta.</translation>
    </message>
    <message>
        <source>Nothing is reported from this layer.</source>
        <translation>Tidak ada laporan dari lapisan ini.</translation>
    </message>
    <message>
        <source>What you looked at is no longer on the map.</source>
        <translation>Yang Anda lihat sudah tidak ada di peta.</translation>
    </message>
    <message>
        <source>Reported already: {number} · {state}</source>
        <translation>Sudah dilaporkan: {number} · {state}</translation>
    </message>
    <message>
        <source>{category}, probably for {department}. Enter sends it, Shift+Enter begins a line.</source>
        <translation>{category}, kemungkinan untuk {department}. Enter mengirim, Shift+Enter baris baru.</translation>
    </message>
    <message>
        <source>Reported: {category}, {place}.</source>
        <translation>Dilaporkan: {category}, {place}.</translation>
    </message>
</context>
<context>
    <name>Status</name>
    <message>
        <source>New</source>
        <translation>Baru</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>Terverifikasi</translation>
    </message>
    <message>
        <source>Assigned</source>
        <translation>Disposisi</translation>
    </message>
    <message>
        <source>Not its duty</source>
        <translation>Bukan wewenang</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>Diterima</translation>
    </message>
    <message>
        <source>In progress</source>
        <translation>Dikerjakan</translation>
    </message>
    <message>
        <source>To be confirmed</source>
        <translation>Menunggu verifikasi</translation>
    </message>
    <message>
        <source>Solved</source>
        <translation>Selesai</translation>
    </message>
    <message>
        <source>Not solved</source>
        <translation>Belum beres</translation>
    </message>
    <message>
        <source>Waiting for the citizen</source>
        <translation>Menunggu warga</translation>
    </message>
    <message>
        <source>On hold</source>
        <translation>Ditunda</translation>
    </message>
    <message>
        <source>Archived</source>
        <translation>Diarsipkan</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Kembar</translation>
    </message>
</context>
<context>
    <name>Symbols</name>
    <message>
        <source>Emergency</source>
        <translation>Darurat</translation>
    </message>
    <message>
        <source>High priority</source>
        <translation>Prioritas tinggi</translation>
    </message>
    <message>
        <source>Incident</source>
        <translation>Kejadian</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Ditutup</translation>
    </message>
    <message>
        <source>With a department</source>
        <translation>Ditangani SKPD</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Menunggu</translation>
    </message>
    <message>
        <source>Waiting at the desk</source>
        <translation>Menunggu di POC</translation>
    </message>
    <message>
        <source>Past its deadline</source>
        <translation>Lewat tenggat</translation>
    </message>
    <message>
        <source>Hotspot works</source>
        <translation>Wifi aktif</translation>
    </message>
    <message>
        <source>Hotspot has a fault</source>
        <translation>Wifi gangguan</translation>
    </message>
    <message>
        <source>Hotspot withdrawn</source>
        <translation>Wifi dicabut</translation>
    </message>
    <message>
        <source>Hotspot switched off</source>
        <translation>Wifi nonaktif</translation>
    </message>
    <message>
        <source>Illegal dump</source>
        <translation>Sampah liar</translation>
    </message>
    <message>
        <source>Waste point, full</source>
        <translation>Titik sampah penuh</translation>
    </message>
    <message>
        <source>Waste point</source>
        <translation>Titik sampah</translation>
    </message>
    <message>
        <source>Camera without picture</source>
        <translation>Kamera tanpa gambar</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Facility</source>
        <translation>Fasilitas</translation>
    </message>
    <message>
        <source>Free flow</source>
        <translation>Lancar</translation>
    </message>
    <message>
        <source>Light traffic</source>
        <translation>Ramai lancar</translation>
    </message>
    <message>
        <source>Moderate traffic</source>
        <translation>Padat lancar</translation>
    </message>
    <message>
        <source>Heavy traffic</source>
        <translation>Padat merayap</translation>
    </message>
    <message>
        <source>Jam</source>
        <translation>Macet</translation>
    </message>
    <message>
        <source>Stands still or closed</source>
        <translation>Macet total atau ditutup</translation>
    </message>
    <message>
        <source>Traffic unknown</source>
        <translation>Lalu lintas tidak diketahui</translation>
    </message>
    <message>
        <source>Severe warning</source>
        <translation>Peringatan berat</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Peringatan</translation>
    </message>
    <message>
        <source>City</source>
        <translation>Kota</translation>
    </message>
    <message>
        <source>Kecamatan</source>
        <translation>Kecamatan</translation>
    </message>
    <message>
        <source>Kelurahan</source>
        <translation>Kelurahan</translation>
    </message>
</context>
<context>
    <name>TakeOver</name>
    <message>
        <source>Say why: {who} reads it, and the log keeps it.</source>
        <translation>Tulis alasannya: {who} membacanya, dan log menyimpannya.</translation>
    </message>
    <message>
        <source>Take over {what}</source>
        <translation>Ambil alih {what}</translation>
    </message>
    <message>
        <source>{who} has it in hand since {time}.</source>
        <translation>{who} menanganinya sejak {time}.</translation>
    </message>
    <message>
        <source>Others have {count} of these in hand: {who}</source>
        <translation>{count} di antaranya ditangani orang lain: {who}</translation>
    </message>
    <message>
        <source>Agreed with them</source>
        <translation>Sudah disepakati</translation>
    </message>
    <message>
        <source>They are away from the desk</source>
        <translation>Yang bersangkutan tidak di meja</translation>
    </message>
    <message>
        <source>It can&apos;t wait</source>
        <translation>Tidak bisa menunggu</translation>
    </message>
    <message>
        <source>Why it is taken over</source>
        <translation>Mengapa diambil alih</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>Ambil alih</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Batal</translation>
    </message>
</context>
<context>
    <name>TalkPage</name>
    <message>
        <source>Nobody has said anything yet.</source>
        <translation>Belum ada komentar.</translation>
    </message>
    <message>
        <source>About {name}</source>
        <translation>Tentang {name}</translation>
    </message>
    <message>
        <source>Show on the map</source>
        <translation>Tampilkan di peta</translation>
    </message>
    <message>
        <source>Say something about this draft</source>
        <translation>Tulis komentar tentang draf ini</translation>
    </message>
    <message>
        <source>Say it</source>
        <translation>Kirim</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>History</source>
        <translation>Riwayat</translation>
    </message>
    <message>
        <source>The history is being fetched …</source>
        <translation>Riwayat sedang diambil …</translation>
    </message>
    <message numerus="yes">
        <source>Show %n earlier</source>
        <translation>
            <numerusform>Tampilkan %n sebelumnya</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Toast</name>
    <message>
        <source>Undo ({seconds})</source>
        <translation>Urungkan ({seconds})</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>Tampilkan</translation>
    </message>
    <message>
        <source>Put this message away</source>
        <translation>Sembunyikan pesan ini</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>New</source>
        <translation>Baru</translation>
    </message>
    <message>
        <source>Late</source>
        <translation>Lewat tenggat</translation>
    </message>
    <message>
        <source>Unacknowledged</source>
        <translation>Belum diakui</translation>
    </message>
    <message>
        <source>Feeds late</source>
        <translation>Umpan telat</translation>
    </message>
    <message>
        <source>live</source>
        <translation>langsung</translation>
    </message>
    <message>
        <source>reconnecting</source>
        <translation>menyambung lagi</translation>
    </message>
    <message>
        <source>signed out</source>
        <translation>sudah keluar</translation>
    </message>
    <message>
        <source>{shift} {hours}, {left} left. Signed in: {name}, {role}.</source>
        <translation>{shift} {hours}, sisa {left}. Masuk sebagai {name}, {role}.</translation>
    </message>
    <message>
        <source>State of the room</source>
        <translation>Keadaan ruangan</translation>
    </message>
    <message>
        <source>DEMO</source>
        <translation>DEMO</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menu</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Waktu</translation>
    </message>
</context>
<context>
    <name>TwinChooser</name>
    <message>
        <source>Choose a report with its number key, or type its number.</source>
        <translation>Pilih laporan dengan tombol angka, atau ketik nomornya.</translation>
    </message>
    <message>
        <source>{what} is a duplicate of …</source>
        <translation>{what} kembar dari …</translation>
    </message>
    <message>
        <source>Or type a report&apos;s number, or words of it</source>
        <translation>Atau ketik nomor laporan, atau kata di dalamnya</translation>
    </message>
    <message>
        <source>Number or words of the other report</source>
        <translation>Nomor atau kata dari laporan lain</translation>
    </message>
    <message>
        <source>Probable twins</source>
        <translation>Kemungkinan kembar</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Batal</translation>
    </message>
    <message>
        <source>No report found for this yet.</source>
        <translation>Belum ada laporan yang ditemukan.</translation>
    </message>
    <message>
        <source>Nothing alike was reported nearby in the last hours.</source>
        <translation>Tidak ada laporan serupa di sekitarnya dalam beberapa jam terakhir.</translation>
    </message>
</context>
<context>
    <name>TwinsSection</name>
    <message>
        <source>DUPLICATE OF</source>
        <translation>KEMBAR DARI</translation>
    </message>
    <message>
        <source>HAS DUPLICATES ({count})</source>
        <translation>LAPORAN KEMBAR ({count})</translation>
    </message>
    <message>
        <source>PROBABLE TWINS ({count})</source>
        <translation>KEMUNGKINAN KEMBAR ({count})</translation>
    </message>
</context>
<context>
    <name>UsersWindow</name>
    <message>
        <source>A name is of small letters, digits, dots, - and _.</source>
        <translation>Nama terdiri dari huruf kecil, angka, titik, - dan _.</translation>
    </message>
    <message>
        <source>This name is taken: choose the person in the list.</source>
        <translation>Nama ini sudah dipakai: pilih orangnya di daftar.</translation>
    </message>
    <message>
        <source>Type the person&apos;s own name.</source>
        <translation>Ketik nama orangnya.</translation>
    </message>
    <message>
        <source>A password has at least {count} characters.</source>
        <translation>Kata sandi paling sedikit {count} karakter.</translation>
    </message>
    <message>
        <source>Remove {name}?</source>
        <translation>Hapus {name}?</translation>
    </message>
    <message>
        <source>Users</source>
        <translation>Pengguna</translation>
    </message>
    <message>
        <source>Who may sign in</source>
        <translation>Siapa yang boleh masuk</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nama</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>Orang</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Peran</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Kata sandi</translation>
    </message>
    <message>
        <source>NAME TO SIGN IN WITH</source>
        <translation>NAMA UNTUK MASUK</translation>
    </message>
    <message>
        <source>PERSON</source>
        <translation>ORANG</translation>
    </message>
    <message>
        <source>ROLE</source>
        <translation>PERAN</translation>
    </message>
    <message>
        <source>DEPARTMENT</source>
        <translation>DINAS</translation>
    </message>
    <message>
        <source>Name to sign in with</source>
        <translation>Nama untuk masuk</translation>
    </message>
    <message>
        <source>Department</source>
        <translation>Dinas</translation>
    </message>
    <message>
        <source>A NEW PASSWORD</source>
        <translation>KATA SANDI BARU</translation>
    </message>
    <message>
        <source>A new password</source>
        <translation>Kata sandi baru</translation>
    </message>
    <message>
        <source>New user</source>
        <translation>Pengguna baru</translation>
    </message>
    <message>
        <source>Make one</source>
        <translation>Buatkan</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Simpan</translation>
    </message>
    <message>
        <source>End sign-ins</source>
        <translation>Akhiri semua masuk</translation>
    </message>
    <message>
        <source>Wherever this person is signed in, it ends at once.</source>
        <translation>Di mana pun orang ini sedang masuk, seketika diakhiri.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Tutup</translation>
    </message>
    <message>
        <source>to be changed</source>
        <translation>harus diganti</translation>
    </message>
    <message>
        <source>Somebody new</source>
        <translation>Orang baru</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Hapus</translation>
    </message>
    <message>
        <source>This is you. Your own password is changed in the menu; the rest by another administrator.</source>
        <translation>Ini Anda. Kata sandi sendiri diganti lewat menu; selebihnya oleh administrator lain.</translation>
    </message>
    <message>
        <source>Whoever gets a password from you must choose another one at the first sign-in.</source>
        <translation>Siapa yang mendapat kata sandi dari Anda harus memilih yang lain saat pertama masuk.</translation>
    </message>
    <message>
        <source>Saved. {name} signs in anew.</source>
        <translation>Tersimpan. {name} masuk lagi dari awal.</translation>
    </message>
    <message>
        <source>{name} may not sign in any more. What was done stays in the log.</source>
        <translation>{name} tidak boleh masuk lagi. Apa yang sudah dilakukan tetap ada di catatan.</translation>
    </message>
</context>
<context>
    <name>Why</name>
    <message>
        <source>Emergency</source>
        <translation>Darurat</translation>
    </message>
    <message>
        <source>Late</source>
        <translation>Lewat tenggat</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Bukan wewenang</translation>
    </message>
    <message>
        <source>Not solved</source>
        <translation>Belum beres</translation>
    </message>
    <message>
        <source>Due soon</source>
        <translation>Hampir tenggat</translation>
    </message>
    <message>
        <source>High priority</source>
        <translation>Prioritas tinggi</translation>
    </message>
    <message>
        <source>To confirm</source>
        <translation>Perlu dipastikan</translation>
    </message>
    <message>
        <source>By age</source>
        <translation>Menurut umur</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Menunggu</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Berakhir</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Nothing was changed.</source>
        <translation>Tidak ada yang berubah.</translation>
    </message>
    <message>
        <source>This can&apos;t follow from the state that the report is in.</source>
        <translation>Tindakan ini tidak dapat dilakukan dari status laporan sekarang.</translation>
    </message>
    <message>
        <source>Somebody may have acted on it a moment ago.</source>
        <translation>Mungkin seseorang baru saja menanganinya.</translation>
    </message>
    <message>
        <source>Look at the report as it stands now.</source>
        <translation>Lihat laporannya sebagaimana adanya sekarang.</translation>
    </message>
    <message>
        <source>Your role may not do this.</source>
        <translation>Peran Anda tidak boleh melakukan ini.</translation>
    </message>
    <message>
        <source>Ask the shift supervisor.</source>
        <translation>Tanyakan kepada kepala regu.</translation>
    </message>
    <message>
        <source>Something is missing: {field}.</source>
        <translation>Ada yang kurang: {field}.</translation>
    </message>
    <message>
        <source>Fill it in and send again.</source>
        <translation>Lengkapi dan kirim lagi.</translation>
    </message>
    <message>
        <source>A value can&apos;t be taken: {field}.</source>
        <translation>Ada nilai yang tidak dapat diterima: {field}.</translation>
    </message>
    <message>
        <source>Correct it and send again.</source>
        <translation>Perbaiki dan kirim lagi.</translation>
    </message>
    <message>
        <source>The place lies outside the city.</source>
        <translation>Lokasi berada di luar kota.</translation>
    </message>
    <message>
        <source>Check the place; latitude and longitude may be exchanged.</source>
        <translation>Periksa lokasinya; lintang dan bujur mungkin tertukar.</translation>
    </message>
    <message>
        <source>There is no such report.</source>
        <translation>Laporan itu tidak ada.</translation>
    </message>
    <message>
        <source>Check the number.</source>
        <translation>Periksa nomornya.</translation>
    </message>
    <message>
        <source>The service does not know this action.</source>
        <translation>Layanan tidak mengenal tindakan ini.</translation>
    </message>
    <message>
        <source>Console and service may be of different versions: tell the administrator.</source>
        <translation>Versi konsol dan layanan mungkin berbeda: beri tahu administrator.</translation>
    </message>
    <message>
        <source>The last move can&apos;t be taken back.</source>
        <translation>Langkah terakhir tidak dapat diurungkan.</translation>
    </message>
    <message>
        <source>It is too long ago, or somebody has changed the report since.</source>
        <translation>Sudah terlalu lama, atau laporannya telah diubah orang lain.</translation>
    </message>
    <message>
        <source>Make the opposite move instead.</source>
        <translation>Lakukan langkah sebaliknya.</translation>
    </message>
    <message>
        <source>The file is too large.</source>
        <translation>Berkas terlalu besar.</translation>
    </message>
    <message>
        <source>It was not taken.</source>
        <translation>Berkas tidak diterima.</translation>
    </message>
    <message>
        <source>Send a photo of at most 12 MB.</source>
        <translation>Kirim foto paling besar 12 MB.</translation>
    </message>
    <message>
        <source>The service knows this under another name already.</source>
        <translation>Layanan sudah mengenalnya dengan nama lain.</translation>
    </message>
    <message>
        <source>Look at what is there before you send again.</source>
        <translation>Periksa yang sudah ada sebelum mengirim lagi.</translation>
    </message>
    <message>
        <source>This password is too easy to guess.</source>
        <translation>Kata sandi ini terlalu mudah ditebak.</translation>
    </message>
    <message>
        <source>Take several words that don&apos;t belong together, 12 characters or more.</source>
        <translation>Pakai beberapa kata yang tidak berkaitan, 12 karakter atau lebih.</translation>
    </message>
    <message>
        <source>You still have a password that somebody else chose.</source>
        <translation>Kata sandi Anda masih yang dipilihkan orang lain.</translation>
    </message>
    <message>
        <source>Sign in again: you are asked for one of your own.</source>
        <translation>Masuk lagi: Anda diminta memilih yang milik sendiri.</translation>
    </message>
    <message>
        <source>The service can&apos;t write: its disk is full or locked.</source>
        <translation>Layanan tidak dapat menulis: disk penuh atau terkunci.</translation>
    </message>
    <message>
        <source>New reports are not taken in; what you do is kept here.</source>
        <translation>Laporan baru tidak diterima; yang Anda lakukan disimpan di sini.</translation>
    </message>
    <message>
        <source>Call the administrator now.</source>
        <translation>Segera hubungi administrator.</translation>
    </message>
    <message>
        <source>The service is busy.</source>
        <translation>Layanan sedang sibuk.</translation>
    </message>
    <message>
        <source>What you did is kept and sent by itself.</source>
        <translation>Yang Anda lakukan disimpan dan dikirim sendiri.</translation>
    </message>
    <message>
        <source>The service does not answer.</source>
        <translation>Layanan tidak menjawab.</translation>
    </message>
    <message>
        <source>What you see may be old; what you do is kept and sent later.</source>
        <translation>Tampilan mungkin sudah lama; yang Anda lakukan disimpan dan dikirim kemudian.</translation>
    </message>
    <message>
        <source>Go on working; the console reconnects by itself.</source>
        <translation>Teruslah bekerja; konsol menyambung lagi sendiri.</translation>
    </message>
    <message>
        <source>The service on this machine did not start.</source>
        <translation>Layanan di komputer ini tidak dapat dijalankan.</translation>
    </message>
    <message>
        <source>Without it nothing can be taken in.</source>
        <translation>Tanpa layanan, tidak ada laporan yang dapat diterima.</translation>
    </message>
    <message>
        <source>Close the console and start it again; else call the administrator.</source>
        <translation>Tutup konsol dan buka lagi; bila tetap gagal, hubungi administrator.</translation>
    </message>
    <message>
        <source>Nobody is signed in any more.</source>
        <translation>Sesi masuk telah berakhir.</translation>
    </message>
    <message>
        <source>The session has ended; nothing was lost.</source>
        <translation>Tidak ada yang hilang.</translation>
    </message>
    <message>
        <source>Sign in again.</source>
        <translation>Silakan masuk lagi.</translation>
    </message>
    <message>
        <source>Somebody else was faster.</source>
        <translation>Orang lain lebih cepat.</translation>
    </message>
    <message>
        <source>Your move was not made; the card shows the report as it stands.</source>
        <translation>Langkah Anda tidak jadi; kartu menampilkan laporan sebagaimana adanya.</translation>
    </message>
    <message>
        <source>Look at it, and decide again.</source>
        <translation>Lihat dan putuskan lagi.</translation>
    </message>
    <message>
        <source>The service takes nothing in just now.</source>
        <translation>Layanan sedang tidak menerima apa pun.</translation>
    </message>
    <message>
        <source>If this lasts, call the administrator.</source>
        <translation>Bila berlanjut, hubungi administrator.</translation>
    </message>
    <message>
        <source>The service did not accept this.</source>
        <translation>Layanan tidak menerima ini.</translation>
    </message>
    <message>
        <source>Read the details.</source>
        <translation>Baca rinciannya.</translation>
    </message>
    <message>
        <source>A file could not be read or written.</source>
        <translation>Sebuah berkas tidak dapat dibaca atau ditulis.</translation>
    </message>
    <message>
        <source>Check that it is there and that the disk is not full.</source>
        <translation>Pastikan berkasnya ada dan disk tidak penuh.</translation>
    </message>
    <message>
        <source>Something went wrong inside the console.</source>
        <translation>Terjadi kesalahan di dalam konsol.</translation>
    </message>
    <message>
        <source>It has been written down for the maintainers.</source>
        <translation>Kesalahan ini sudah dicatat untuk pengelola.</translation>
    </message>
    <message>
        <source>Try it once more; what was saved is safe.</source>
        <translation>Coba sekali lagi; yang tersimpan tetap aman.</translation>
    </message>
    <message>
        <source>Too many wrong tries.</source>
        <translation>Terlalu banyak percobaan yang salah.</translation>
    </message>
    <message>
        <source>Wait {wait_s} seconds, then try again.</source>
        <translation>Tunggu {wait_s} detik, lalu coba lagi.</translation>
    </message>
    <message>
        <source>Nobody has worked here for a while.</source>
        <translation>Sudah beberapa waktu tidak ada yang bekerja di sini.</translation>
    </message>
    <message>
        <source>What you did is kept, and sent once you are signed in.</source>
        <translation>Yang Anda kerjakan tersimpan, dan dikirim setelah Anda masuk.</translation>
    </message>
    <message>
        <source>The service&apos;s certificate has ended.</source>
        <translation>Masa berlaku sertifikat layanan sudah habis.</translation>
    </message>
    <message>
        <source>Nothing was sent there.</source>
        <translation>Tidak ada yang dikirim ke sana.</translation>
    </message>
    <message>
        <source>Check this computer&apos;s date, then tell the administrator that a new one is needed.</source>
        <translation>Periksa tanggal komputer ini, lalu beri tahu administrator bahwa perlu sertifikat baru.</translation>
    </message>
    <message>
        <source>The service&apos;s certificate does not hold yet.</source>
        <translation>Sertifikat layanan belum berlaku.</translation>
    </message>
    <message>
        <source>Check this computer&apos;s date, then tell the administrator.</source>
        <translation>Periksa tanggal komputer ini, lalu beri tahu administrator.</translation>
    </message>
    <message>
        <source>The service&apos;s certificate is for another address.</source>
        <translation>Sertifikat layanan adalah untuk alamat lain.</translation>
    </message>
    <message>
        <source>Nothing was sent there: it may not be the service.</source>
        <translation>Tidak ada yang dikirim ke sana: mungkin itu bukan layanan.</translation>
    </message>
    <message>
        <source>Check the address in the settings, then tell the administrator.</source>
        <translation>Periksa alamat di pengaturan, lalu beri tahu administrator.</translation>
    </message>
    <message>
        <source>The service&apos;s certificate is not of the city&apos;s own CA.</source>
        <translation>Sertifikat layanan bukan dari CA milik kota.</translation>
    </message>
    <message>
        <source>Check the CA file in the settings, then tell the administrator.</source>
        <translation>Periksa berkas CA di pengaturan, lalu beri tahu administrator.</translation>
    </message>
</context>
<context>
    <name>_Asking</name>
    <message>
        <source>Take over</source>
        <translation>Pakai</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Batal</translation>
    </message>
</context>
<context>
    <name>_FileLine</name>
    <message>
        <source>attached</source>
        <translation>terlampir</translation>
    </message>
    <message>
        <source>on its way …</source>
        <translation>sedang dikirim …</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Hapus</translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation>Hapus {name}</translation>
    </message>
</context>
<context>
    <name>_TwinRow</name>
    <message>
        <source>Duplicate</source>
        <translation>Kembar</translation>
    </message>
    <message>
        <source>Mark as duplicate of {number}</source>
        <translation>Tandai kembar dari {number}</translation>
    </message>
</context>
</TS>
