mminit: scenario 1
# Boot table and extension together exceed the 320 entries of the kernel's table: what is too much
# is dropped.
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
mminit: e820_ext [mem 0x0000000000800000-0x000000000080bfff] usable
mminit: e820_ext [mem 0x0000000000810000-0x000000000081bfff] reserved
mminit: e820_ext [mem 0x0000000000820000-0x000000000082bfff] ACPI data
mminit: e820_ext [mem 0x0000000000830000-0x000000000083bfff] usable
mminit: e820_ext [mem 0x0000000000840000-0x000000000084bfff] reserved
mminit: e820_ext [mem 0x0000000000850000-0x000000000085bfff] ACPI data
mminit: e820_ext [mem 0x0000000000860000-0x000000000086bfff] usable
mminit: e820_ext [mem 0x0000000000870000-0x000000000087bfff] reserved
mminit: e820_ext [mem 0x0000000000880000-0x000000000088bfff] ACPI data
mminit: e820_ext [mem 0x0000000000890000-0x000000000089bfff] usable
mminit: e820_ext [mem 0x00000000008a0000-0x00000000008abfff] reserved
mminit: e820_ext [mem 0x00000000008b0000-0x00000000008bbfff] ACPI data
mminit: e820_ext [mem 0x00000000008c0000-0x00000000008cbfff] usable
mminit: e820_ext [mem 0x00000000008d0000-0x00000000008dbfff] reserved
mminit: e820_ext [mem 0x00000000008e0000-0x00000000008ebfff] ACPI data
mminit: e820_ext [mem 0x00000000008f0000-0x00000000008fbfff] usable
mminit: e820_ext [mem 0x0000000000900000-0x000000000090bfff] reserved
mminit: e820_ext [mem 0x0000000000910000-0x000000000091bfff] ACPI data
mminit: e820_ext [mem 0x0000000000920000-0x000000000092bfff] usable
mminit: e820_ext [mem 0x0000000000930000-0x000000000093bfff] reserved
mminit: e820_ext [mem 0x0000000000940000-0x000000000094bfff] ACPI data
mminit: e820_ext [mem 0x0000000000950000-0x000000000095bfff] usable
mminit: e820_ext [mem 0x0000000000960000-0x000000000096bfff] reserved
mminit: e820_ext [mem 0x0000000000970000-0x000000000097bfff] ACPI data
mminit: e820_ext [mem 0x0000000000980000-0x000000000098bfff] usable
mminit: e820_ext [mem 0x0000000000990000-0x000000000099bfff] reserved
mminit: e820_ext [mem 0x00000000009a0000-0x00000000009abfff] ACPI data
mminit: e820_ext [mem 0x00000000009b0000-0x00000000009bbfff] usable
mminit: e820_ext [mem 0x00000000009c0000-0x00000000009cbfff] reserved
mminit: e820_ext [mem 0x00000000009d0000-0x00000000009dbfff] ACPI data
mminit: e820_ext [mem 0x00000000009e0000-0x00000000009ebfff] usable
mminit: e820_ext [mem 0x00000000009f0000-0x00000000009fbfff] reserved
mminit: e820_ext [mem 0x0000000000a00000-0x0000000000a0bfff] ACPI data
mminit: e820_ext [mem 0x0000000000a10000-0x0000000000a1bfff] usable
mminit: e820_ext [mem 0x0000000000a20000-0x0000000000a2bfff] reserved
mminit: e820_ext [mem 0x0000000000a30000-0x0000000000a3bfff] ACPI data
mminit: e820_ext [mem 0x0000000000a40000-0x0000000000a4bfff] usable
mminit: e820_ext [mem 0x0000000000a50000-0x0000000000a5bfff] reserved
mminit: e820_ext [mem 0x0000000000a60000-0x0000000000a6bfff] ACPI data
mminit: e820_ext [mem 0x0000000000a70000-0x0000000000a7bfff] usable
mminit: e820_ext [mem 0x0000000000a80000-0x0000000000a8bfff] reserved
mminit: e820_ext [mem 0x0000000000a90000-0x0000000000a9bfff] ACPI data
mminit: e820_ext [mem 0x0000000000aa0000-0x0000000000aabfff] usable
mminit: e820_ext [mem 0x0000000000ab0000-0x0000000000abbfff] reserved
mminit: e820_ext [mem 0x0000000000ac0000-0x0000000000acbfff] ACPI data
mminit: e820_ext [mem 0x0000000000ad0000-0x0000000000adbfff] usable
mminit: e820_ext [mem 0x0000000000ae0000-0x0000000000aebfff] reserved
mminit: e820_ext [mem 0x0000000000af0000-0x0000000000afbfff] ACPI data
mminit: e820_ext [mem 0x0000000000b00000-0x0000000000b0bfff] usable
mminit: e820_ext [mem 0x0000000000b10000-0x0000000000b1bfff] reserved
mminit: e820_ext [mem 0x0000000000b20000-0x0000000000b2bfff] ACPI data
mminit: e820_ext [mem 0x0000000000b30000-0x0000000000b3bfff] usable
mminit: e820_ext [mem 0x0000000000b40000-0x0000000000b4bfff] reserved
mminit: e820_ext [mem 0x0000000000b50000-0x0000000000b5bfff] ACPI data
mminit: e820_ext [mem 0x0000000000b60000-0x0000000000b6bfff] usable
mminit: e820_ext [mem 0x0000000000b70000-0x0000000000b7bfff] reserved
mminit: e820_ext [mem 0x0000000000b80000-0x0000000000b8bfff] ACPI data
mminit: e820_ext [mem 0x0000000000b90000-0x0000000000b9bfff] usable
mminit: e820_ext [mem 0x0000000000ba0000-0x0000000000babfff] reserved
mminit: e820_ext [mem 0x0000000000bb0000-0x0000000000bbbfff] ACPI data
mminit: e820_ext [mem 0x0000000000bc0000-0x0000000000bcbfff] usable
mminit: e820_ext [mem 0x0000000000bd0000-0x0000000000bdbfff] reserved
mminit: e820_ext [mem 0x0000000000be0000-0x0000000000bebfff] ACPI data
mminit: e820_ext [mem 0x0000000000bf0000-0x0000000000bfbfff] usable
mminit: e820_ext [mem 0x0000000000c00000-0x0000000000c0bfff] reserved
mminit: e820_ext [mem 0x0000000000c10000-0x0000000000c1bfff] ACPI data
mminit: e820_ext [mem 0x0000000000c20000-0x0000000000c2bfff] usable
mminit: e820_ext [mem 0x0000000000c30000-0x0000000000c3bfff] reserved
mminit: e820_ext [mem 0x0000000000c40000-0x0000000000c4bfff] ACPI data
mminit: e820_ext [mem 0x0000000000c50000-0x0000000000c5bfff] usable
mminit: e820_ext [mem 0x0000000000c60000-0x0000000000c6bfff] reserved
mminit: e820_ext [mem 0x0000000000c70000-0x0000000000c7bfff] ACPI data
mminit: e820_ext [mem 0x0000000000c80000-0x0000000000c8bfff] usable
mminit: e820_ext [mem 0x0000000000c90000-0x0000000000c9bfff] reserved
mminit: e820_ext [mem 0x0000000000ca0000-0x0000000000cabfff] ACPI data
mminit: e820_ext [mem 0x0000000000cb0000-0x0000000000cbbfff] usable
mminit: e820_ext [mem 0x0000000000cc0000-0x0000000000ccbfff] reserved
mminit: e820_ext [mem 0x0000000000cd0000-0x0000000000cdbfff] ACPI data
mminit: e820_ext [mem 0x0000000000ce0000-0x0000000000cebfff] usable
mminit: e820_ext [mem 0x0000000000cf0000-0x0000000000cfbfff] reserved
mminit: e820_ext [mem 0x0000000000d00000-0x0000000000d0bfff] ACPI data
mminit: e820_ext [mem 0x0000000000d10000-0x0000000000d1bfff] usable
mminit: e820_ext [mem 0x0000000000d20000-0x0000000000d2bfff] reserved
mminit: e820_ext [mem 0x0000000000d30000-0x0000000000d3bfff] ACPI data
mminit: e820_ext [mem 0x0000000000d40000-0x0000000000d4bfff] usable
mminit: e820_ext [mem 0x0000000000d50000-0x0000000000d5bfff] reserved
mminit: e820_ext [mem 0x0000000000d60000-0x0000000000d6bfff] ACPI data
mminit: e820_ext [mem 0x0000000000d70000-0x0000000000d7bfff] usable
mminit: e820_ext [mem 0x0000000000d80000-0x0000000000d8bfff] reserved
mminit: e820_ext [mem 0x0000000000d90000-0x0000000000d9bfff] ACPI data
mminit: e820_ext [mem 0x0000000000da0000-0x0000000000dabfff] usable
mminit: e820_ext [mem 0x0000000000db0000-0x0000000000dbbfff] reserved
mminit: e820_ext [mem 0x0000000000dc0000-0x0000000000dcbfff] ACPI data
mminit: e820_ext [mem 0x0000000000dd0000-0x0000000000ddbfff] usable
mminit: e820_ext [mem 0x0000000000de0000-0x0000000000debfff] reserved
mminit: e820_ext [mem 0x0000000000df0000-0x0000000000dfbfff] ACPI data
mminit: e820_ext [mem 0x0000000000e00000-0x0000000000e0bfff] usable
mminit: e820_ext [mem 0x0000000000e10000-0x0000000000e1bfff] reserved
mminit: e820_ext [mem 0x0000000000e20000-0x0000000000e2bfff] ACPI data
mminit: e820_ext [mem 0x0000000000e30000-0x0000000000e3bfff] usable
mminit: e820_ext [mem 0x0000000000e40000-0x0000000000e4bfff] reserved
mminit: e820_ext [mem 0x0000000000e50000-0x0000000000e5bfff] ACPI data
mminit: e820_ext [mem 0x0000000000e60000-0x0000000000e6bfff] usable
mminit: e820_ext [mem 0x0000000000e70000-0x0000000000e7bfff] reserved
mminit: e820_ext [mem 0x0000000000e80000-0x0000000000e8bfff] ACPI data
mminit: e820_ext [mem 0x0000000000e90000-0x0000000000e9bfff] usable
mminit: e820_ext [mem 0x0000000000ea0000-0x0000000000eabfff] reserved
mminit: e820_ext [mem 0x0000000000eb0000-0x0000000000ebbfff] ACPI data
mminit: e820_ext [mem 0x0000000000ec0000-0x0000000000ecbfff] usable
mminit: e820_ext [mem 0x0000000000ed0000-0x0000000000edbfff] reserved
mminit: e820_ext [mem 0x0000000000ee0000-0x0000000000eebfff] ACPI data
mminit: e820_ext [mem 0x0000000000ef0000-0x0000000000efbfff] usable
mminit: e820_ext [mem 0x0000000000f00000-0x0000000000f0bfff] reserved
mminit: e820_ext [mem 0x0000000000f10000-0x0000000000f1bfff] ACPI data
mminit: e820_ext [mem 0x0000000000f20000-0x0000000000f2bfff] usable
mminit: e820_ext [mem 0x0000000000f30000-0x0000000000f3bfff] reserved
mminit: e820_ext [mem 0x0000000000f40000-0x0000000000f4bfff] ACPI data
mminit: e820_ext [mem 0x0000000000f50000-0x0000000000f5bfff] usable
mminit: e820_ext [mem 0x0000000000f60000-0x0000000000f6bfff] reserved
mminit: e820_ext [mem 0x0000000000f70000-0x0000000000f7bfff] ACPI data
mminit: e820_ext [mem 0x0000000000f80000-0x0000000000f8bfff] usable
mminit: e820_ext [mem 0x0000000000f90000-0x0000000000f9bfff] reserved
mminit: e820_ext [mem 0x0000000000fa0000-0x0000000000fabfff] ACPI data
mminit: e820_ext [mem 0x0000000000fb0000-0x0000000000fbbfff] usable
mminit: e820_ext [mem 0x0000000000fc0000-0x0000000000fcbfff] reserved
mminit: e820_ext [mem 0x0000000000fd0000-0x0000000000fdbfff] ACPI data
mminit: e820_ext [mem 0x0000000000fe0000-0x0000000000febfff] usable
mminit: e820_ext [mem 0x0000000000ff0000-0x0000000000ffbfff] reserved
mminit: e820_ext [mem 0x0000000001000000-0x000000000100bfff] ACPI data
mminit: e820_ext [mem 0x0000000001010000-0x000000000101bfff] usable
mminit: e820_ext [mem 0x0000000001020000-0x000000000102bfff] reserved
mminit: e820_ext [mem 0x0000000001030000-0x000000000103bfff] ACPI data
mminit: e820_ext [mem 0x0000000001040000-0x000000000104bfff] usable
mminit: e820_ext [mem 0x0000000001050000-0x000000000105bfff] reserved
mminit: e820_ext [mem 0x0000000001060000-0x000000000106bfff] ACPI data
mminit: e820_ext [mem 0x0000000001070000-0x000000000107bfff] usable
mminit: e820_ext [mem 0x0000000001080000-0x000000000108bfff] reserved
mminit: e820_ext [mem 0x0000000001090000-0x000000000109bfff] ACPI data
mminit: e820_ext [mem 0x00000000010a0000-0x00000000010abfff] usable
mminit: e820_ext [mem 0x00000000010b0000-0x00000000010bbfff] reserved
mminit: e820_ext [mem 0x00000000010c0000-0x00000000010cbfff] ACPI data
mminit: e820_ext [mem 0x00000000010d0000-0x00000000010dbfff] usable
mminit: e820_ext [mem 0x00000000010e0000-0x00000000010ebfff] reserved
mminit: e820_ext [mem 0x00000000010f0000-0x00000000010fbfff] ACPI data
mminit: e820_ext [mem 0x0000000001100000-0x000000000110bfff] usable
mminit: e820_ext [mem 0x0000000001110000-0x000000000111bfff] reserved
mminit: e820_ext [mem 0x0000000001120000-0x000000000112bfff] ACPI data
mminit: e820_ext [mem 0x0000000001130000-0x000000000113bfff] usable
mminit: e820_ext [mem 0x0000000001140000-0x000000000114bfff] reserved
mminit: e820_ext [mem 0x0000000001150000-0x000000000115bfff] ACPI data
mminit: e820_ext [mem 0x0000000001160000-0x000000000116bfff] usable
mminit: e820_ext [mem 0x0000000001170000-0x000000000117bfff] reserved
mminit: e820_ext [mem 0x0000000001180000-0x000000000118bfff] ACPI data
mminit: e820_ext [mem 0x0000000001190000-0x000000000119bfff] usable
mminit: e820_ext [mem 0x00000000011a0000-0x00000000011abfff] reserved
mminit: e820_ext [mem 0x00000000011b0000-0x00000000011bbfff] ACPI data
mminit: e820_ext [mem 0x00000000011c0000-0x00000000011cbfff] usable
mminit: e820_ext [mem 0x00000000011d0000-0x00000000011dbfff] reserved
mminit: e820_ext [mem 0x00000000011e0000-0x00000000011ebfff] ACPI data
mminit: e820_ext [mem 0x00000000011f0000-0x00000000011fbfff] usable
mminit: e820_ext [mem 0x0000000001200000-0x000000000120bfff] reserved
mminit: e820_ext [mem 0x0000000001210000-0x000000000121bfff] ACPI data
mminit: e820_ext [mem 0x0000000001220000-0x000000000122bfff] usable
mminit: e820_ext [mem 0x0000000001230000-0x000000000123bfff] reserved
mminit: e820_ext [mem 0x0000000001240000-0x000000000124bfff] ACPI data
mminit: e820_ext [mem 0x0000000001250000-0x000000000125bfff] usable
mminit: e820_ext [mem 0x0000000001260000-0x000000000126bfff] reserved
mminit: e820_ext [mem 0x0000000001270000-0x000000000127bfff] ACPI data
mminit: e820_ext [mem 0x0000000001280000-0x000000000128bfff] usable
mminit: e820_ext [mem 0x0000000001290000-0x000000000129bfff] reserved
mminit: e820_ext [mem 0x00000000012a0000-0x00000000012abfff] ACPI data
mminit: e820_ext [mem 0x00000000012b0000-0x00000000012bbfff] usable
mminit: e820_ext [mem 0x00000000012c0000-0x00000000012cbfff] reserved
mminit: e820_ext [mem 0x00000000012d0000-0x00000000012dbfff] ACPI data
mminit: e820_ext [mem 0x00000000012e0000-0x00000000012ebfff] usable
mminit: e820_ext [mem 0x00000000012f0000-0x00000000012fbfff] reserved
mminit: e820_ext [mem 0x0000000001300000-0x000000000130bfff] ACPI data
mminit: e820_ext [mem 0x0000000001310000-0x000000000131bfff] usable
mminit: e820_ext [mem 0x0000000001320000-0x000000000132bfff] reserved
mminit: e820_ext [mem 0x0000000001330000-0x000000000133bfff] ACPI data
mminit: e820_ext [mem 0x0000000001340000-0x000000000134bfff] usable
mminit: e820_ext [mem 0x0000000001350000-0x000000000135bfff] reserved
mminit: e820_ext [mem 0x0000000001360000-0x000000000136bfff] ACPI data
mminit: e820_ext [mem 0x0000000001370000-0x000000000137bfff] usable
mminit: e820_ext [mem 0x0000000001380000-0x000000000138bfff] reserved
mminit: e820_ext [mem 0x0000000001390000-0x000000000139bfff] ACPI data
mminit: e820_ext [mem 0x00000000013a0000-0x00000000013abfff] usable
mminit: e820_ext [mem 0x00000000013b0000-0x00000000013bbfff] reserved
mminit: e820_ext [mem 0x00000000013c0000-0x00000000013cbfff] ACPI data
mminit: e820_ext [mem 0x00000000013d0000-0x00000000013dbfff] usable
mminit: e820_ext [mem 0x00000000013e0000-0x00000000013ebfff] reserved
mminit: e820_ext [mem 0x00000000013f0000-0x00000000013fbfff] ACPI data
mminit: e820_ext [mem 0x0000000001400000-0x000000000140bfff] usable
mminit: e820_ext [mem 0x0000000001410000-0x000000000141bfff] reserved
mminit: e820_ext [mem 0x0000000001420000-0x000000000142bfff] ACPI data
mminit: e820_ext [mem 0x0000000001430000-0x000000000143bfff] usable
mminit: e820_ext [mem 0x0000000001440000-0x000000000144bfff] reserved
mminit: e820_ext [mem 0x0000000001450000-0x000000000145bfff] ACPI data
mminit: e820_ext [mem 0x0000000001460000-0x000000000146bfff] usable
mminit: e820_ext [mem 0x0000000001470000-0x000000000147bfff] reserved
mminit: e820_ext [mem 0x0000000001480000-0x000000000148bfff] ACPI data
mminit: e820_ext [mem 0x0000000001490000-0x000000000149bfff] usable
mminit: e820_ext [mem 0x00000000014a0000-0x00000000014abfff] reserved
mminit: e820_ext [mem 0x00000000014b0000-0x00000000014bbfff] ACPI data
mminit: e820_ext [mem 0x00000000014c0000-0x00000000014cbfff] usable
mminit: e820_ext [mem 0x00000000014d0000-0x00000000014dbfff] reserved
mminit: e820_ext [mem 0x00000000014e0000-0x00000000014ebfff] ACPI data
mminit: e820_ext [mem 0x00000000014f0000-0x00000000014fbfff] usable
mminit: e820_ext [mem 0x0000000001500000-0x000000000150bfff] reserved
mminit: e820_ext [mem 0x0000000001510000-0x000000000151bfff] ACPI data
mminit: e820_ext [mem 0x0000000001520000-0x000000000152bfff] usable
mminit: e820_ext [mem 0x0000000001530000-0x000000000153bfff] reserved
mminit: e820_ext [mem 0x0000000001540000-0x000000000154bfff] ACPI data
mminit: e820_ext [mem 0x0000000001550000-0x000000000155bfff] usable
mminit: e820_ext [mem 0x0000000001560000-0x000000000156bfff] reserved
mminit: e820_ext [mem 0x0000000001570000-0x000000000157bfff] ACPI data
mminit: e820_ext [mem 0x0000000001580000-0x000000000158bfff] usable
mminit: e820_ext [mem 0x0000000001590000-0x000000000159bfff] reserved
mminit: e820_ext [mem 0x00000000015a0000-0x00000000015abfff] ACPI data
mminit: e820_ext [mem 0x00000000015b0000-0x00000000015bbfff] usable
mminit: e820_ext [mem 0x00000000015c0000-0x00000000015cbfff] reserved
mminit: e820_ext [mem 0x00000000015d0000-0x00000000015dbfff] ACPI data
mminit: e820_ext [mem 0x00000000015e0000-0x00000000015ebfff] usable
mminit: e820_ext [mem 0x00000000015f0000-0x00000000015fbfff] reserved
mminit: e820_ext [mem 0x0000000001600000-0x000000000160bfff] ACPI data
mminit: e820_ext [mem 0x0000000001610000-0x000000000161bfff] usable
mminit: e820_ext [mem 0x0000000001620000-0x000000000162bfff] reserved
mminit: e820_ext [mem 0x0000000001630000-0x000000000163bfff] ACPI data
mminit: e820_ext [mem 0x0000000001640000-0x000000000164bfff] usable
mminit: e820_ext [mem 0x0000000001650000-0x000000000165bfff] reserved
mminit: e820_ext [mem 0x0000000001660000-0x000000000166bfff] ACPI data
mminit: e820_ext [mem 0x0000000001670000-0x000000000167bfff] usable
mminit: e820_ext [mem 0x0000000001680000-0x000000000168bfff] reserved
mminit: e820_ext [mem 0x0000000001690000-0x000000000169bfff] ACPI data
mminit: e820_ext [mem 0x00000000016a0000-0x00000000016abfff] usable
mminit: e820_ext [mem 0x00000000016b0000-0x00000000016bbfff] reserved
mminit: e820_ext [mem 0x00000000016c0000-0x00000000016cbfff] ACPI data
mminit: e820_ext [mem 0x00000000016d0000-0x00000000016dbfff] usable
mminit: e820_ext [mem 0x00000000016e0000-0x00000000016ebfff] reserved
mminit: e820_ext [mem 0x00000000016f0000-0x00000000016fbfff] ACPI data
mminit: e820_ext [mem 0x0000000001700000-0x000000000170bfff] usable
mminit: e820_ext [mem 0x0000000001710000-0x000000000171bfff] reserved
mminit: e820_ext [mem 0x0000000001720000-0x000000000172bfff] ACPI data
mminit: e820_ext [mem 0x0000000001730000-0x000000000173bfff] usable
mminit: e820_ext [mem 0x0000000001740000-0x000000000174bfff] reserved
mminit: e820_ext [mem 0x0000000001750000-0x000000000175bfff] ACPI data
mminit: e820_ext [mem 0x0000000001760000-0x000000000176bfff] usable
mminit: e820_ext [mem 0x0000000001770000-0x000000000177bfff] reserved
mminit: e820_ext [mem 0x0000000001780000-0x000000000178bfff] ACPI data
mminit: e820_ext [mem 0x0000000001790000-0x000000000179bfff] usable
mminit: e820_ext [mem 0x00000000017a0000-0x00000000017abfff] reserved
mminit: e820_ext [mem 0x00000000017b0000-0x00000000017bbfff] ACPI data
mminit: e820_ext [mem 0x00000000017c0000-0x00000000017cbfff] usable
mminit: e820_ext [mem 0x00000000017d0000-0x00000000017dbfff] reserved
mminit: e820_ext [mem 0x00000000017e0000-0x00000000017ebfff] ACPI data
mminit: e820_ext [mem 0x00000000017f0000-0x00000000017fbfff] usable
mminit: e820_ext [mem 0x0000000001800000-0x000000000180bfff] reserved
mminit: e820_ext [mem 0x0000000001810000-0x000000000181bfff] ACPI data
mminit: e820_ext [mem 0x0000000001820000-0x000000000182bfff] usable
mminit: e820_ext [mem 0x0000000001830000-0x000000000183bfff] reserved
mminit: e820_ext [mem 0x0000000001840000-0x000000000184bfff] ACPI data
mminit: e820_ext [mem 0x0000000001850000-0x000000000185bfff] usable
mminit: e820_ext [mem 0x0000000001860000-0x000000000186bfff] reserved
mminit: e820_ext [mem 0x0000000001870000-0x000000000187bfff] ACPI data
mminit: e820_ext [mem 0x0000000001880000-0x000000000188bfff] usable
mminit: e820_ext [mem 0x0000000001890000-0x000000000189bfff] reserved
mminit: e820_ext [mem 0x00000000018a0000-0x00000000018abfff] ACPI data
mminit: e820_ext [mem 0x00000000018b0000-0x00000000018bbfff] usable
mminit: e820_ext [mem 0x00000000018c0000-0x00000000018cbfff] reserved
mminit: e820_ext [mem 0x00000000018d0000-0x00000000018dbfff] ACPI data
mminit: e820_ext [mem 0x00000000018e0000-0x00000000018ebfff] usable
mminit: e820_ext [mem 0x00000000018f0000-0x00000000018fbfff] reserved
mminit: e820_ext [mem 0x0000000001900000-0x000000000190bfff] ACPI data
mminit: e820_ext [mem 0x0000000001910000-0x000000000191bfff] usable
mminit: e820_ext [mem 0x0000000001920000-0x000000000192bfff] reserved
mminit: e820_ext [mem 0x0000000001930000-0x000000000193bfff] ACPI data
mminit: e820_ext [mem 0x0000000001940000-0x000000000194bfff] usable
mminit: e820_ext [mem 0x0000000001950000-0x000000000195bfff] reserved
mminit: e820_ext [mem 0x0000000001960000-0x000000000196bfff] ACPI data
mminit: e820_ext [mem 0x0000000001970000-0x000000000197bfff] usable
mminit: e820_ext [mem 0x0000000001980000-0x000000000198bfff] reserved
mminit: e820_ext [mem 0x0000000001990000-0x000000000199bfff] ACPI data
mminit: e820_ext [mem 0x00000000019a0000-0x00000000019abfff] usable
mminit: e820_ext [mem 0x00000000019b0000-0x00000000019bbfff] reserved
mminit: e820_ext [mem 0x00000000019c0000-0x00000000019cbfff] ACPI data
mminit: e820_ext [mem 0x00000000019d0000-0x00000000019dbfff] usable
mminit: e820_ext [mem 0x00000000019e0000-0x00000000019ebfff] reserved
mminit: e820_ext [mem 0x00000000019f0000-0x00000000019fbfff] ACPI data
mminit: e820_ext [mem 0x0000000001a00000-0x0000000001a0bfff] usable
mminit: e820_ext [mem 0x0000000001a10000-0x0000000001a1bfff] reserved
mminit: e820_ext [mem 0x0000000001a20000-0x0000000001a2bfff] ACPI data
mminit: e820_ext [mem 0x0000000001a30000-0x0000000001a3bfff] usable
mminit: e820_ext [mem 0x0000000001a40000-0x0000000001a4bfff] reserved
mminit: e820_ext [mem 0x0000000001a50000-0x0000000001a5bfff] ACPI data
mminit: e820_ext [mem 0x0000000001a60000-0x0000000001a6bfff] usable
mminit: e820_ext [mem 0x0000000001a70000-0x0000000001a7bfff] reserved
mminit: e820_ext [mem 0x0000000001a80000-0x0000000001a8bfff] ACPI data
mminit: e820_ext [mem 0x0000000001a90000-0x0000000001a9bfff] usable
mminit: e820_ext [mem 0x0000000001aa0000-0x0000000001aabfff] reserved
mminit: e820_ext [mem 0x0000000001ab0000-0x0000000001abbfff] ACPI data
mminit: e820_ext [mem 0x0000000001ac0000-0x0000000001acbfff] usable
mminit: e820_ext [mem 0x0000000001ad0000-0x0000000001adbfff] reserved
mminit: e820_ext [mem 0x0000000001ae0000-0x0000000001aebfff] ACPI data
mminit: e820_ext [mem 0x0000000001af0000-0x0000000001afbfff] usable
mminit: e820_ext [mem 0x0000000001b00000-0x0000000001b0bfff] reserved
mminit: e820_ext [mem 0x0000000001b10000-0x0000000001b1bfff] ACPI data
mminit: e820_ext [mem 0x0000000001b20000-0x0000000001b2bfff] usable
mminit: e820_ext [mem 0x0000000001b30000-0x0000000001b3bfff] reserved
mminit: e820_ext [mem 0x0000000001b40000-0x0000000001b4bfff] ACPI data
mminit: e820_ext [mem 0x0000000001b50000-0x0000000001b5bfff] usable
mminit: e820_ext [mem 0x0000000001b60000-0x0000000001b6bfff] reserved
mminit: e820_ext [mem 0x0000000001b70000-0x0000000001b7bfff] ACPI data
mminit: e820_ext [mem 0x0000000001b80000-0x0000000001b8bfff] usable
mminit: e820_ext [mem 0x0000000001b90000-0x0000000001b9bfff] reserved
mminit: e820_ext [mem 0x0000000001ba0000-0x0000000001babfff] ACPI data
mminit: e820_ext [mem 0x0000000001bb0000-0x0000000001bbbfff] usable
mminit: e820_ext [mem 0x0000000001bc0000-0x0000000001bcbfff] reserved
mminit: e820_ext [mem 0x0000000001bd0000-0x0000000001bdbfff] ACPI data
mminit: e820_ext [mem 0x0000000001be0000-0x0000000001bebfff] usable
mminit: e820_ext [mem 0x0000000001bf0000-0x0000000001bfbfff] reserved
mminit: e820_ext [mem 0x0000000001c00000-0x0000000001c0bfff] ACPI data
mminit: e820_ext [mem 0x0000000001c10000-0x0000000001c1bfff] usable
mminit: e820_ext [mem 0x0000000001c20000-0x0000000001c2bfff] reserved
mminit: e820_ext [mem 0x0000000001c30000-0x0000000001c3bfff] ACPI data
mminit: e820_ext [mem 0x0000000001c40000-0x0000000001c4bfff] usable
mminit: e820_ext [mem 0x0000000001c50000-0x0000000001c5bfff] reserved
mminit: e820_ext [mem 0x0000000001c60000-0x0000000001c6bfff] ACPI data
mminit: e820_ext [mem 0x0000000001c70000-0x0000000001c7bfff] usable
mminit: e820_ext [mem 0x0000000001c80000-0x0000000001c8bfff] reserved
mminit: e820_ext [mem 0x0000000001c90000-0x0000000001c9bfff] ACPI data
memblock_reserve: [0x0000000000000000-0x000000000000ffff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
