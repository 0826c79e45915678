/*
 * Lists: circular, doubly linked, through a struct list_head within each entry, as the kernel's
 * are. The ends of a removed entry are poisoned, for that is visible in a struct page.
 */
#ifndef MMINIT_TARGET_LIST_H
#define MMINIT_TARGET_LIST_H

#include <stdbool.h>
#include <stdint.h>

struct list_head {
	struct list_head *next;
	struct list_head *prev;
};

/* LIST_POISON1, LIST_POISON2 of x86-64 (POISON_POINTER_DELTA 0xdead000000000000). */
#define LIST_POISON_NEXT ((struct list_head *)(uintptr_t)0xdead000000000100)
#define LIST_POISON_PREV ((struct list_head *)(uintptr_t)0xdead000000000200)

static inline void list_init(struct list_head *head)
{
	head->next = head;
	head->prev = head;
}

static inline bool list_empty(const struct list_head *head)
{
	return head->next == head;
}

static inline void list_insert(struct list_head *entry, struct list_head *prev,
			       struct list_head *next)
{
	entry->prev = prev;
	entry->next = next;
	prev->next = entry;
	next->prev = entry;
}

static inline void list_add(struct list_head *entry, struct list_head *head)
{
	list_insert(entry, head, head->next);
}

static inline void list_add_tail(struct list_head *entry, struct list_head *head)
{
	list_insert(entry, head->prev, head);
}

static inline void list_unlink(struct list_head *entry)
{
	entry->prev->next = entry->next;
	entry->next->prev = entry->prev;
}

static inline void list_poison(struct list_head *entry)
{
	entry->next = LIST_POISON_NEXT;
	entry->prev = LIST_POISON_PREV;
}

static inline void list_del(struct list_head *entry)
{
	list_unlink(entry);
	list_poison(entry);
}

/* To the head of another list. */
static inline void list_move(struct list_head *entry, struct list_head *head)
{
	list_unlink(entry);
	list_add(entry, head);
}

#endif
