/* Mutation of bytes: the choice of the level, and the level of the records. */
#include "mutate.h"

#include <string.h>

#include "scenario_bytes.h"
#include "scenario_bytes_format.h"

/* The bytes of an input, and where its records are. */
struct input {
	uint8_t *data;
	size_t size;
	size_t capacity;
	struct scenario *s; /* what it decodes to */
	uint32_t *offsets;  /* nr + 1 of them: the end too */
	uint32_t nr;
};

static struct scenario scenario;
static struct scenario other_scenario;
static struct scenario record_scenario;
static uint32_t offsets[MUTATE_MAX_RECORDS + 1];
static uint32_t other_offsets[MUTATE_MAX_RECORDS + 1];

static void find_records(struct input *in)
{
	in->nr =
	    scenario_decode_records(in->data, in->size, in->s, in->offsets, MUTATE_MAX_RECORDS);
	in->offsets[in->nr] = (uint32_t)in->size;
	if (in->nr == 0 && in->size > SC_BYTES_HEADER)
		in->offsets[0] = SC_BYTES_HEADER;
}

/* Puts bytes in at an offset. False if there is no room. */
static bool insert(struct input *in, size_t at, const uint8_t *bytes, size_t nr)
{
	if (nr > in->capacity - in->size)
		return false;
	memmove(in->data + at + nr, in->data + at, in->size - at);
	memcpy(in->data + at, bytes, nr);
	in->size += nr;
	return true;
}

static void cut(struct input *in, size_t from, size_t to)
{
	memmove(in->data + from, in->data + to, in->size - to);
	in->size -= to - from;
}

/* A few records that follow each other, mostly one: [*from, *to) in bytes. */
static void some_records(const struct input *in, struct random *r, size_t *from, size_t *to)
{
	uint32_t first = (uint32_t)random_below(r, in->nr);
	uint32_t nr = 1;

	while (first + nr < in->nr && random_below(r, 3) == 0)
		nr++;
	*from = in->offsets[first];
	*to = in->offsets[first + nr];
}

static size_t some_border(const struct input *in, struct random *r)
{
	return in->offsets[random_below(r, in->nr + 1u)];
}

/* The first byte that begins a record, or another one if none does. */
static uint8_t kind_of(const struct input *in, unsigned int record, uint8_t other)
{
	const uint8_t *kinds = record_kinds(in->s->geometry);

	for (uint8_t i = 0; i < NR_RECORD_KINDS; i++)
		if (kinds[i] == record)
			return i;
	return other;
}

/* A kind byte: as often as random bytes have it, or any record as often as any other, or what the
 * input has already. */
static uint8_t some_kind(const struct input *in, struct random *r)
{
	uint8_t kind = (uint8_t)random_below(r, NR_RECORD_KINDS);

	switch (random_below(r, 3)) {
	case 0:
		return kind;
	case 1:
		if (in->nr)
			return in->data[in->offsets[random_below(r, in->nr)]];
		return kind;
	default:
		return kind_of(in, (unsigned int)random_below(r, R_OP + SC_NR_OPS), kind);
	}
}

/* Header and one record of a kind, its operands random. Returns the size. */
enum { MAX_RECORD = 48 };
static size_t new_record(struct random *r, const struct input *in, uint8_t kind, uint8_t *bytes)
{
	uint32_t found[2];

	for (unsigned int i = 0; i < MAX_RECORD; i += 8) {
		uint64_t v = random_next(r);

		memcpy(bytes + i, &v, 8);
	}
	bytes[0] = in->data[0]; /* of the same geometry */
	memset(bytes + 1, 0, SC_BYTES_HEADER - 1);
	bytes[SC_BYTES_HEADER] = kind;
	if (scenario_decode_records(bytes, MAX_RECORD, &record_scenario, found, 2) < 2)
		return MAX_RECORD;
	return found[1];
}

/* One or a few of a kind. */
static void insert_new(struct input *in, struct random *r)
{
	/* Most often behind all others, among the latest operations. */
	size_t at = in->nr == 0 || random_below(r, 2) ? in->size : some_border(in, r);
	uint8_t kind = some_kind(in, r);

	do {
		uint8_t bytes[MAX_RECORD];
		size_t size = new_record(r, in, kind, bytes);

		insert(in, at, bytes + SC_BYTES_HEADER, size - SC_BYTES_HEADER);
	} while (random_below(r, 3) == 0);
}

/* The same once more and once more, as it takes to use something up. */
static void repeat(struct input *in, struct random *r)
{
	uint8_t copy[256];
	size_t from, to;
	uint64_t times = UINT64_C(1) << random_below(r, 6);

	some_records(in, r, &from, &to);
	if (to - from > sizeof(copy))
		return;
	memcpy(copy, in->data + from, to - from);
	while (times-- > 0)
		insert(in, to, copy, to - from);
}

static void duplicate(struct input *in, struct random *r)
{
	uint8_t copy[4096];
	size_t from, to;

	some_records(in, r, &from, &to);
	if (to - from > sizeof(copy))
		return;
	memcpy(copy, in->data + from, to - from);
	insert(in, some_border(in, r), copy, to - from);
}

static void move(struct input *in, struct random *r)
{
	uint8_t copy[4096];
	size_t from, to, at = some_border(in, r);

	some_records(in, r, &from, &to);
	if (to - from > sizeof(copy) || (at > from && at < to))
		return;
	memcpy(copy, in->data + from, to - from);
	cut(in, from, to);
	insert(in, at >= to ? at - (to - from) : at, copy, to - from);
}

static void delete (struct input *in, struct random *r)
{
	size_t from, to;

	some_records(in, r, &from, &to);
	cut(in, from, to);
}

/* Another kind of record from the same operands. */
static void change_kind(struct input *in, struct random *r)
{
	in->data[in->offsets[random_below(r, in->nr)]] = (uint8_t)random_below(r, NR_RECORD_KINDS);
}

/* One byte of one record: the forms of addresses and sizes are such bytes. */
static void change_byte(struct input *in, struct random *r)
{
	uint32_t record = (uint32_t)random_below(r, in->nr);
	size_t size = in->offsets[record + 1] - in->offsets[record];
	uint8_t *byte = in->data + in->offsets[record] + random_below(r, size);

	switch (random_below(r, 4)) {
	case 0:
		*byte = (uint8_t)random_next(r);
		break;
	case 1:
		*byte = (uint8_t)(*byte + 1);
		break;
	case 2:
		*byte = (uint8_t)(*byte - 1);
		break;
	default:
		*byte = (uint8_t)(*byte ^ 1u << random_below(r, 8));
	}
}

/* Another machine to start from. */
static void change_header(struct input *in, struct random *r)
{
	uint64_t i = random_below(r, SC_BYTES_HEADER);

	if (i == 0)
		in->data[0] = (uint8_t)(in->data[0] ^ (1u << (5 + random_below(r, 3))));
	else
		in->data[i] = (uint8_t)random_next(r);
}

static void mutate_records(struct input *in, struct random *r)
{
	static void (*const changes[])(struct input * in, struct random * r) = {
	    insert_new, insert_new, insert_new, insert_new,  duplicate,   repeat,
	    move,       move,       delete,     change_kind, change_byte, change_byte,
	};
	uint64_t rounds = 1 + random_below(r, 4);

	while (rounds-- > 0) {
		if (in->nr == 0) {
			insert_new(in, r);
		} else if (in->nr > MUTATE_MANY && random_below(r, 2)) {
			delete (in, r);
		} else if (random_below(r, 40) == 0) {
			change_header(in, r);
		} else {
			changes[random_below(r, sizeof(changes) / sizeof(changes[0]))](in, r);
		}
		find_records(in);
	}
}

/* False if the machine that came of it has no bytes that fit. */
static bool encode(struct input *in, const struct scenario *s)
{
	size_t size = scenario_encode(s, in->data, in->capacity);

	if (size)
		in->size = size;
	return size != 0;
}

/* The header is there, whatever the engine began with. */
static bool complete_header(struct input *in)
{
	while (in->size < SC_BYTES_HEADER && in->size < in->capacity)
		in->data[in->size++] = 0;
	return in->size >= SC_BYTES_HEADER;
}

size_t mutate_bytes(uint8_t *data, size_t size, size_t capacity, uint64_t seed)
{
	struct random r = {.state = seed};
	struct input in = {
	    .data = data, .size = size, .capacity = capacity, .s = &scenario, .offsets = offsets};

	if (!complete_header(&in))
		return in.size;
	find_records(&in);
	if (random_below(&r, 2)) {
		uint64_t rounds = 1;

		while (rounds < 8 && random_below(&r, 2))
			rounds++;
		while (rounds-- > 0)
			mutate_machine(&scenario, &r);
		if (encode(&in, &scenario))
			return in.size;
		find_records(&in); /* too long: it was written in part */
	}
	mutate_records(&in, &r);
	return in.size;
}

/* Records of b among those of a, which is in `in`. */
static void cross_records(struct input *in, const struct input *b, struct random *r)
{
	uint32_t first, nr;

	if (b->nr == 0)
		return;
	first = (uint32_t)random_below(r, b->nr);
	nr = 1 + (uint32_t)random_below(r, b->nr - first);
	if (random_below(r, 2) && nr > 4)
		nr = 4;
	insert(in, in->nr ? some_border(in, r) : in->size, b->data + b->offsets[first],
	       b->offsets[first + nr] - b->offsets[first]);
}

size_t mutate_cross(const uint8_t *a, size_t size_a, const uint8_t *b, size_t size_b, uint8_t *out,
		    size_t capacity, uint64_t seed)
{
	struct random r = {.state = seed};
	struct input in = {.data = out,
			   .size = size_a < capacity ? size_a : capacity,
			   .capacity = capacity,
			   .s = &scenario,
			   .offsets = offsets};
	struct input from = {.data = (uint8_t *)(uintptr_t)b, /* only read */
			     .size = size_b,
			     .s = &other_scenario,
			     .offsets = other_offsets};

	memcpy(out, a, in.size);
	if (!complete_header(&in) || size_b < SC_BYTES_HEADER)
		return in.size;
	find_records(&in);
	find_records(&from);
	if (random_below(&r, 2)) {
		mutate_machine_cross(&scenario, &other_scenario, &r);
		if (encode(&in, &scenario))
			return in.size;
		find_records(&in); /* too long: it was written in part */
	}
	cross_records(&in, &from, &r);
	return in.size;
}

uint32_t mutate_nr_records(const uint8_t *data, size_t size)
{
	return scenario_decode_records(data, size, &record_scenario, offsets, MUTATE_MAX_RECORDS);
}

size_t mutate_without_records(const uint8_t *data, size_t size, uint32_t first, uint32_t nr,
			      uint8_t *out)
{
	uint32_t known = mutate_nr_records(data, size);
	size_t from, to;

	if (first >= known || nr == 0)
		return size;
	from = offsets[first];
	to = nr < known - first ? offsets[first + nr] : size;
	memcpy(out, data, from);
	memcpy(out + from, data + to, size - to);
	return size - (to - from);
}
