mminit: scenario 1
# A table of 128 entries overflows.
mminit: geometry tiny
mminit: config EFI=0
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
BIOS-e820: [mem 0x0000000000100000-0x0000000000107fff] usable
BIOS-e820: [mem 0x000000000010c000-0x0000000000113fff] reserved
BIOS-e820: [mem 0x0000000000118000-0x000000000011ffff] type 9
BIOS-e820: [mem 0x0000000000124000-0x000000000012bfff] usable
BIOS-e820: [mem 0x0000000000130000-0x0000000000137fff] reserved
BIOS-e820: [mem 0x000000000013c000-0x0000000000143fff] type 9
BIOS-e820: [mem 0x0000000000148000-0x000000000014ffff] usable
BIOS-e820: [mem 0x0000000000154000-0x000000000015bfff] reserved
BIOS-e820: [mem 0x0000000000160000-0x0000000000167fff] type 9
BIOS-e820: [mem 0x000000000016c000-0x0000000000173fff] usable
BIOS-e820: [mem 0x0000000000178000-0x000000000017ffff] reserved
BIOS-e820: [mem 0x0000000000184000-0x000000000018bfff] type 9
BIOS-e820: [mem 0x0000000000190000-0x0000000000197fff] usable
BIOS-e820: [mem 0x000000000019c000-0x00000000001a3fff] reserved
BIOS-e820: [mem 0x00000000001a8000-0x00000000001affff] type 9
BIOS-e820: [mem 0x00000000001b4000-0x00000000001bbfff] usable
BIOS-e820: [mem 0x00000000001c0000-0x00000000001c7fff] reserved
BIOS-e820: [mem 0x00000000001cc000-0x00000000001d3fff] type 9
BIOS-e820: [mem 0x00000000001d8000-0x00000000001dffff] usable
BIOS-e820: [mem 0x00000000001e4000-0x00000000001ebfff] reserved
BIOS-e820: [mem 0x00000000001f0000-0x00000000001f7fff] type 9
BIOS-e820: [mem 0x00000000001fc000-0x0000000000203fff] usable
BIOS-e820: [mem 0x0000000000208000-0x000000000020ffff] reserved
BIOS-e820: [mem 0x0000000000214000-0x000000000021bfff] type 9
BIOS-e820: [mem 0x0000000000220000-0x0000000000227fff] usable
BIOS-e820: [mem 0x000000000022c000-0x0000000000233fff] reserved
BIOS-e820: [mem 0x0000000000238000-0x000000000023ffff] type 9
BIOS-e820: [mem 0x0000000000244000-0x000000000024bfff] usable
BIOS-e820: [mem 0x0000000000250000-0x0000000000257fff] reserved
BIOS-e820: [mem 0x000000000025c000-0x0000000000263fff] type 9
BIOS-e820: [mem 0x0000000000268000-0x000000000026ffff] usable
BIOS-e820: [mem 0x0000000000274000-0x000000000027bfff] reserved
BIOS-e820: [mem 0x0000000000280000-0x0000000000287fff] type 9
BIOS-e820: [mem 0x000000000028c000-0x0000000000293fff] usable
BIOS-e820: [mem 0x0000000000298000-0x000000000029ffff] reserved
BIOS-e820: [mem 0x00000000002a4000-0x00000000002abfff] type 9
BIOS-e820: [mem 0x00000000002b0000-0x00000000002b7fff] usable
BIOS-e820: [mem 0x00000000002bc000-0x00000000002c3fff] reserved
BIOS-e820: [mem 0x00000000002c8000-0x00000000002cffff] type 9
BIOS-e820: [mem 0x00000000002d4000-0x00000000002dbfff] usable
BIOS-e820: [mem 0x00000000002e0000-0x00000000002e7fff] reserved
BIOS-e820: [mem 0x00000000002ec000-0x00000000002f3fff] type 9
BIOS-e820: [mem 0x00000000002f8000-0x00000000002fffff] usable
BIOS-e820: [mem 0x0000000000304000-0x000000000030bfff] reserved
BIOS-e820: [mem 0x0000000000310000-0x0000000000317fff] type 9
BIOS-e820: [mem 0x000000000031c000-0x0000000000323fff] usable
BIOS-e820: [mem 0x0000000000328000-0x000000000032ffff] reserved
BIOS-e820: [mem 0x0000000000334000-0x000000000033bfff] type 9
BIOS-e820: [mem 0x0000000000340000-0x0000000000347fff] usable
BIOS-e820: [mem 0x000000000034c000-0x0000000000353fff] reserved
BIOS-e820: [mem 0x0000000000358000-0x000000000035ffff] type 9
BIOS-e820: [mem 0x0000000000364000-0x000000000036bfff] usable
BIOS-e820: [mem 0x0000000000370000-0x0000000000377fff] reserved
BIOS-e820: [mem 0x000000000037c000-0x0000000000383fff] type 9
BIOS-e820: [mem 0x0000000000388000-0x000000000038ffff] usable
BIOS-e820: [mem 0x0000000000394000-0x000000000039bfff] reserved
BIOS-e820: [mem 0x00000000003a0000-0x00000000003a7fff] type 9
BIOS-e820: [mem 0x00000000003ac000-0x00000000003b3fff] usable
BIOS-e820: [mem 0x00000000003b8000-0x00000000003bffff] reserved
BIOS-e820: [mem 0x00000000003c4000-0x00000000003cbfff] type 9
BIOS-e820: [mem 0x00000000003d0000-0x00000000003d7fff] usable
BIOS-e820: [mem 0x00000000003dc000-0x00000000003e3fff] reserved
BIOS-e820: [mem 0x00000000003e8000-0x00000000003effff] type 9
BIOS-e820: [mem 0x00000000003f4000-0x00000000003fbfff] usable
BIOS-e820: [mem 0x0000000000400000-0x0000000000407fff] reserved
BIOS-e820: [mem 0x000000000040c000-0x0000000000413fff] type 9
BIOS-e820: [mem 0x0000000000418000-0x000000000041ffff] usable
BIOS-e820: [mem 0x0000000000424000-0x000000000042bfff] reserved
BIOS-e820: [mem 0x0000000000430000-0x0000000000437fff] type 9
BIOS-e820: [mem 0x000000000043c000-0x0000000000443fff] usable
BIOS-e820: [mem 0x0000000000448000-0x000000000044ffff] reserved
BIOS-e820: [mem 0x0000000000454000-0x000000000045bfff] type 9
BIOS-e820: [mem 0x0000000000460000-0x0000000000467fff] usable
BIOS-e820: [mem 0x000000000046c000-0x0000000000473fff] reserved
BIOS-e820: [mem 0x0000000000478000-0x000000000047ffff] type 9
BIOS-e820: [mem 0x0000000000484000-0x000000000048bfff] usable
BIOS-e820: [mem 0x0000000000490000-0x0000000000497fff] reserved
BIOS-e820: [mem 0x000000000049c000-0x00000000004a3fff] type 9
BIOS-e820: [mem 0x00000000004a8000-0x00000000004affff] usable
BIOS-e820: [mem 0x00000000004b4000-0x00000000004bbfff] reserved
BIOS-e820: [mem 0x00000000004c0000-0x00000000004c7fff] type 9
BIOS-e820: [mem 0x00000000004cc000-0x00000000004d3fff] usable
BIOS-e820: [mem 0x00000000004d8000-0x00000000004dffff] reserved
BIOS-e820: [mem 0x00000000004e4000-0x00000000004ebfff] type 9
BIOS-e820: [mem 0x00000000004f0000-0x00000000004f7fff] usable
BIOS-e820: [mem 0x00000000004fc000-0x0000000000503fff] reserved
BIOS-e820: [mem 0x0000000000508000-0x000000000050ffff] type 9
BIOS-e820: [mem 0x0000000000514000-0x000000000051bfff] usable
BIOS-e820: [mem 0x0000000000520000-0x0000000000527fff] reserved
BIOS-e820: [mem 0x000000000052c000-0x0000000000533fff] type 9
BIOS-e820: [mem 0x0000000000538000-0x000000000053ffff] usable
BIOS-e820: [mem 0x0000000000544000-0x000000000054bfff] reserved
BIOS-e820: [mem 0x0000000000550000-0x0000000000557fff] type 9
BIOS-e820: [mem 0x000000000055c000-0x0000000000563fff] usable
BIOS-e820: [mem 0x0000000000568000-0x000000000056ffff] reserved
BIOS-e820: [mem 0x0000000000574000-0x000000000057bfff] type 9
BIOS-e820: [mem 0x0000000000580000-0x0000000000587fff] usable
BIOS-e820: [mem 0x000000000058c000-0x0000000000593fff] reserved
BIOS-e820: [mem 0x0000000000598000-0x000000000059ffff] type 9
BIOS-e820: [mem 0x00000000005a4000-0x00000000005abfff] usable
mminit: e820_ext [mem 0x600000-0x600fff] reserved
mminit: e820_ext [mem 0x602000-0x602fff] reserved
mminit: e820_ext [mem 0x604000-0x604fff] reserved
mminit: e820_ext [mem 0x606000-0x606fff] reserved
mminit: e820_ext [mem 0x608000-0x608fff] reserved
mminit: e820_ext [mem 0x60a000-0x60afff] reserved
mminit: e820_ext [mem 0x60c000-0x60cfff] reserved
mminit: e820_ext [mem 0x60e000-0x60efff] reserved
mminit: e820_ext [mem 0x610000-0x610fff] reserved
mminit: e820_ext [mem 0x612000-0x612fff] reserved
mminit: e820_ext [mem 0x614000-0x614fff] reserved
mminit: e820_ext [mem 0x616000-0x616fff] reserved
mminit: e820_ext [mem 0x618000-0x618fff] reserved
mminit: e820_ext [mem 0x61a000-0x61afff] reserved
mminit: e820_ext [mem 0x61c000-0x61cfff] reserved
mminit: e820_ext [mem 0x61e000-0x61efff] reserved
mminit: e820_ext [mem 0x620000-0x620fff] reserved
mminit: e820_ext [mem 0x622000-0x622fff] reserved
mminit: e820_ext [mem 0x624000-0x624fff] reserved
mminit: e820_ext [mem 0x626000-0x626fff] reserved
mminit: e820_ext [mem 0x628000-0x628fff] reserved
mminit: e820_ext [mem 0x62a000-0x62afff] reserved
mminit: e820_ext [mem 0x62c000-0x62cfff] reserved
mminit: e820_ext [mem 0x62e000-0x62efff] reserved
mminit: e820_ext [mem 0x630000-0x630fff] reserved
mminit: e820_ext [mem 0x632000-0x632fff] reserved
mminit: e820_ext [mem 0x634000-0x634fff] reserved
mminit: e820_ext [mem 0x636000-0x636fff] reserved
mminit: e820_ext [mem 0x638000-0x638fff] reserved
mminit: e820_ext [mem 0x63a000-0x63afff] reserved
mminit: e820_ext [mem 0x63c000-0x63cfff] reserved
mminit: e820_ext [mem 0x63e000-0x63efff] reserved
mminit: e820_ext [mem 0x640000-0x640fff] reserved
mminit: e820_ext [mem 0x642000-0x642fff] reserved
mminit: e820_ext [mem 0x644000-0x644fff] reserved
mminit: e820_ext [mem 0x646000-0x646fff] reserved
mminit: e820_ext [mem 0x648000-0x648fff] reserved
mminit: e820_ext [mem 0x64a000-0x64afff] reserved
mminit: e820_ext [mem 0x64c000-0x64cfff] reserved
mminit: e820_ext [mem 0x64e000-0x64efff] reserved
mminit: e820_ext [mem 0x650000-0x650fff] reserved
mminit: e820_ext [mem 0x652000-0x652fff] reserved
mminit: e820_ext [mem 0x654000-0x654fff] reserved
mminit: e820_ext [mem 0x656000-0x656fff] reserved
mminit: e820_ext [mem 0x658000-0x658fff] reserved
mminit: e820_ext [mem 0x65a000-0x65afff] reserved
mminit: e820_ext [mem 0x65c000-0x65cfff] reserved
mminit: e820_ext [mem 0x65e000-0x65efff] reserved
mminit: e820_ext [mem 0x660000-0x660fff] reserved
mminit: e820_ext [mem 0x662000-0x662fff] reserved
mminit: e820_ext [mem 0x664000-0x664fff] reserved
mminit: e820_ext [mem 0x666000-0x666fff] reserved
mminit: e820_ext [mem 0x668000-0x668fff] reserved
mminit: e820_ext [mem 0x66a000-0x66afff] reserved
mminit: e820_ext [mem 0x66c000-0x66cfff] reserved
mminit: e820_ext [mem 0x66e000-0x66efff] reserved
mminit: e820_ext [mem 0x670000-0x670fff] reserved
mminit: e820_ext [mem 0x672000-0x672fff] reserved
mminit: e820_ext [mem 0x674000-0x674fff] reserved
mminit: e820_ext [mem 0x676000-0x676fff] reserved
