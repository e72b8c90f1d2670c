// SPDX-License-Identifier: GPL-2.0
/*
 * What modules that are compiled with -fsanitize-coverage=trace-pc call at the
 * start of each basic block, for kernels without CONFIG_KCOV: remembers which
 * block was reached, and what the guest was doing at the time.
 *
 * /proc/kpw_coverage takes "mark <text>", which says what is done from now on,
 * and "clear". Read, it gives
 *
 *	mark <number> <text>
 *	site <address behind the call> <numbers of marks, as a list of ranges>
 *	lost <blocks that found no room>
 */
#include <linux/bitmap.h>
#include <linux/hash.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#define NAME "kpw_coverage"
#define SITE_BITS 14
#define NR_SITES (1UL << SITE_BITS)
/* A table that is half full needs two or three. */
#define PROBES 64
#define NR_MARKS 1024
#define MARK_SIZE 128

struct site {
	unsigned long address;	/* 0: free */
	unsigned long marks[BITS_TO_LONGS(NR_MARKS)];
};

static struct site sites[NR_SITES];
static unsigned long lost;

static DEFINE_MUTEX(marks_lock);
static char marks[NR_MARKS][MARK_SIZE];
static unsigned int nr_marks;
static unsigned int current_mark;

void __sanitizer_cov_trace_pc(void);

/*
 * Runs in any context, also where access to user memory is open: it takes no
 * lock and calls nothing.
 */
void notrace __sanitizer_cov_trace_pc(void)
{
	unsigned long address = _RET_IP_, found;
	unsigned int mark = READ_ONCE(current_mark), tries;
	unsigned long at = hash_long(address, SITE_BITS);
	struct site *site;

	for (tries = 0; tries < PROBES; tries++, at = (at + 1) % NR_SITES) {
		site = &sites[at];
		found = READ_ONCE(site->address);
		if (!found)
			found = cmpxchg(&site->address, 0, address) ?: address;
		if (found != address)
			continue;
		if (!(READ_ONCE(site->marks[BIT_WORD(mark)]) & BIT_MASK(mark)))
			set_bit(mark, site->marks);
		return;
	}
	WRITE_ONCE(lost, READ_ONCE(lost) + 1);
}
EXPORT_SYMBOL(__sanitizer_cov_trace_pc);

/* What comes after the last mark that there is room for has that one's number. */
static void mark_begin(const char *text)
{
	bool last = nr_marks >= NR_MARKS - 1;
	unsigned int number = last ? NR_MARKS - 1 : nr_marks;

	strscpy(marks[number], last ? "further" : text, MARK_SIZE);
	nr_marks = number + 1;
	WRITE_ONCE(current_mark, number);
}

/* For when none of the watched modules is loaded. */
static void clear(void)
{
	memset(sites, 0, sizeof(sites));
	lost = 0;
	nr_marks = 0;
	mark_begin("start");
}

static ssize_t coverage_write(struct file *file, const char __user *from, size_t size, loff_t *at)
{
	char text[MARK_SIZE + sizeof("mark ")] = "", *line;
	ssize_t result = size;

	if (size >= sizeof(text))
		return -E2BIG;
	if (copy_from_user(text, from, size))
		return -EFAULT;
	line = strim(text);
	mutex_lock(&marks_lock);
	if (!strcmp(line, "clear"))
		clear();
	else if (!strncmp(line, "mark ", 5))
		mark_begin(line + 5);
	else
		result = -EINVAL;
	mutex_unlock(&marks_lock);
	return result;
}

/* Positions: the marks, the sites, and the count of what was lost. */
static void *coverage_start(struct seq_file *file, loff_t *at)
{
	return *at <= NR_MARKS + NR_SITES ? at : NULL;
}

static void *coverage_next(struct seq_file *file, void *position, loff_t *at)
{
	++*at;
	return coverage_start(file, at);
}

static void coverage_stop(struct seq_file *file, void *position)
{
}

static int coverage_show(struct seq_file *file, void *position)
{
	unsigned long at = *(loff_t *)position;
	struct site *site;

	if (at < NR_MARKS) {
		if (at < nr_marks)
			seq_printf(file, "mark %lu %s\n", at, marks[at]);
		return 0;
	}
	at -= NR_MARKS;
	if (at == NR_SITES) {
		seq_printf(file, "lost %lu\n", READ_ONCE(lost));
		return 0;
	}
	site = &sites[at];
	if (site->address)
		seq_printf(file, "site %lx %*pbl\n", site->address, NR_MARKS, site->marks);
	return 0;
}

static const struct seq_operations coverage_operations = {
	.start = coverage_start,
	.next = coverage_next,
	.stop = coverage_stop,
	.show = coverage_show,
};

static int coverage_open(struct inode *inode, struct file *file)
{
	return seq_open(file, &coverage_operations);
}

static const struct proc_ops coverage_file = {
	.proc_open = coverage_open,
	.proc_read = seq_read,
	.proc_write = coverage_write,
	.proc_lseek = seq_lseek,
	.proc_release = seq_release,
};

static int __init coverage_init(void)
{
	clear();
	return proc_create(NAME, 0600, NULL, &coverage_file) ? 0 : -ENOMEM;
}
module_init(coverage_init);

static void __exit coverage_exit(void)
{
	remove_proc_entry(NAME, NULL);
}
module_exit(coverage_exit);

MODULE_DESCRIPTION("Which basic blocks of instrumented modules were reached");
MODULE_LICENSE("GPL");
