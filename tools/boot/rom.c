#include "rom.h"

#include <string.h>

#include "bytes.h"

/* Offsets in the ROM, which ends at 4 GiB. */
enum { REAL_MODE = 0xff00, PROTECTED_MODE = 0xff40, GDT = 0xff80, GDT_POINTER = 0xffa0 };
enum { RESET_VECTOR = 0xfff0 };

/* cli; cld; lgdtl %cs:GDT_POINTER; mov $PE|ET, %eax; mov %eax, %cr0; ljmpl $0x10, $PROTECTED_MODE
 */
static const unsigned char real_mode[] = {
    0xfa, 0xfc, 0x2e, 0x66, 0x0f, 0x01, 0x16, 0xa0, 0xff, 0x66, 0xb8, 0x11, 0x00,
    0x00, 0x00, 0x0f, 0x22, 0xc0, 0x66, 0xea, 0x40, 0xff, 0xff, 0xff, 0x10, 0x00,
};

/* mov $0x18, %eax and into ds, es, ss, fs, gs; mov $0x7000, %esp; xor of ebx, ebp, edi */
static const unsigned char segments[] = {
    0xb8, 0x18, 0x00, 0x00, 0x00, 0x8e, 0xd8, 0x8e, 0xc0, 0x8e, 0xd0, 0x8e, 0xe0,
    0x8e, 0xe8, 0xbc, 0x00, 0x70, 0x00, 0x00, 0x31, 0xdb, 0x31, 0xed, 0x31, 0xff,
};

void rom_make(unsigned char rom[ROM_SIZE], uint32_t zero_page, uint32_t load)
{
	unsigned char *at = rom + PROTECTED_MODE;

	memset(rom, 0, ROM_SIZE);
	rom[RESET_VECTOR] = 0xe9; /* jmp rel16 */
	put16(rom + RESET_VECTOR + 1, (uint16_t)(REAL_MODE - (RESET_VECTOR + 3)));
	memcpy(rom + REAL_MODE, real_mode, sizeof(real_mode));
	put64(rom + GDT + 0x10, 0x00cf9b000000ffff); /* flat code */
	put64(rom + GDT + 0x18, 0x00cf93000000ffff); /* flat data */
	put16(rom + GDT_POINTER, 31);
	put32(rom + GDT_POINTER + 2, 0xffff0000u | GDT);

	memcpy(at, segments, sizeof(segments));
	at += sizeof(segments);
	*at++ = 0xbe; /* mov $zero_page, %esi */
	put32(at, zero_page);
	at += 4;
	*at++ = 0xb8; /* mov $load, %eax */
	put32(at, load);
	at += 4;
	*at++ = 0xff; /* jmp *%eax */
	*at = 0xe0;
}
