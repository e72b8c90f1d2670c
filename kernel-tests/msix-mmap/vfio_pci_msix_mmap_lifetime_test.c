// SPDX-License-Identifier: GPL-2.0
/*
 * How long a mapping lives: of a register's page and, where the design lets it
 * be mapped, of the table's.
 *
 * lifetime.{e1000e,nvme}.
 *   outlives_the_close       <role>.life.{closed,reopened}
 *   outlives_the_process     <role>.life.forked: the child uses what the parent mapped
 *   faults_without_decoding  <role>.life.{decoding_off,pread_then,decoding_on}
 *   fails_without_memory     <role>.life.{no_memory,memory_again}
 *   holds_the_driver         <role>.life.{unbind_asked,unbinding,unbinding_closed,unbound}: the driver
 *                            is to give the device up, which waits for the mapping
 * race.
 *   leaves_a_state           nvme.life.{race,after_race}: two processes opt in and withdraw
 *                            while a third one maps
 * unplug.
 *   lets_go                  unplug.life.{asked,mapping_then,mapping_closed,unplugged},
 *                            same.unplug.life.group: a design that keeps a reference keeps the group
 */
#include "harness.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/vfio.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "access.h"
#include "bar.h"
#include "contract.h"
#include "file.h"
#include "irq.h"
#include "observe.h"
#include "optin.h"
#include "page.h"
#include "region.h"
#include "registers.h"
#include "release.h"
#include "state.h"
#include "subject.h"
#include "table.h"

/* What is mapped of a device, and what its register said when it was. */
struct life {
	struct bar bar;
	struct page page;
	struct table table;
	uint32_t value;
};

/* False where this design, with this page size, lets the register's page not be mapped. */
static bool life_begin(struct life *life, const struct subject *subject)
{
	struct ordinary_register ordinary;

	life->page.start = life->table.pages = MAP_FAILED;
	if (subject_bar(subject, subject->msix.table_bar, &life->bar) ||
	    !ordinary_register_in(subject, life->bar.index, &ordinary))
		return false;
	table_map(subject, &life->bar, &life->table);
	page_map(&life->bar, ordinary.offset, &life->page);
	return life->page.start != MAP_FAILED &&
	       mapped_read32((void *)life->page.at, 0, &life->value);
}

static void life_end(struct life *life)
{
	page_unmap(&life->page);
	table_unmap(&life->table);
}

/* "kept", "changed" where the register says something else, "SIGBUS". */
static const char *life_state(const struct life *life)
{
	uint32_t value;

	if (!mapped_read32((void *)life->page.at, 0, &value))
		return "SIGBUS";
	if (life->table.pages != MAP_FAILED &&
	    !mapped_touch(life->table.pages, life->table.length))
		return "SIGBUS";
	return value == life->value ? "kept" : "changed";
}

FIXTURE(lifetime) {
	struct subject subject;
	struct life life;
};

FIXTURE_VARIANT(lifetime) {
	const char *role;
};

FIXTURE_VARIANT_ADD(lifetime, e1000e) { .role = "e1000e" };
FIXTURE_VARIANT_ADD(lifetime, nvme) { .role = "nvme" };

FIXTURE_SETUP(lifetime)
{
	self->life.page.start = self->life.table.pages = MAP_FAILED;
	SUBJECT_SETUP(&self->subject, variant->role);
	if (!life_begin(&self->life, &self->subject)) {
		subject_close(&self->subject);
		SKIP(return, "the page of no register can be mapped");
	}
}

FIXTURE_TEARDOWN(lifetime)
{
	life_end(&self->life);
	subject_close(&self->subject);
}

TEST_F(lifetime, outlives_the_close)
{
	char error[VFIO_ERROR];
	const char *seen;

	SUBJECT_NEEDED(&self->subject);
	vfio_close(&self->subject.vfio);
	seen = life_state(&self->life);
	observe(seen, "%s.life.closed", variant->role);
	EXPECT_STREQ("kept", seen);
	/* It was the mapping that kept the device open. */
	life_end(&self->life);
	seen = vfio_open(&self->subject.vfio, self->subject.bdf, error) ? error : "ok";
	observe(seen, "%s.life.reopened", variant->role);
	EXPECT_STREQ("ok", seen);
}

TEST_F(lifetime, outlives_the_process)
{
	struct pollfd go;
	const char *seen;
	int ends[2], status = -1;
	pid_t child;

	SUBJECT_NEEDED(&self->subject);
	ASSERT_EQ(0, pipe(ends));
	child = fork();
	ASSERT_LE(0, child);
	if (!child) {
		/* Until the parent has nothing left of it. */
		close(ends[1]);
		go = (struct pollfd){ .fd = ends[0], .events = POLLIN };
		poll(&go, 1, 5000);
		vfio_close(&self->subject.vfio);
		_exit(strcmp(life_state(&self->life), "kept") ? 1 : 0);
	}
	life_end(&self->life);
	vfio_close(&self->subject.vfio);
	close(ends[0]);
	close(ends[1]);
	ASSERT_EQ(child, waitpid(child, &status, 0));
	seen = status ? "gone" : "kept";
	observe(seen, "%s.life.forked", variant->role);
	EXPECT_STREQ("kept", seen);
}

/* Since v5.8: a device that does not answer is not for a user to find out about ("vfio-pci: Invalidate mmaps"). */
TEST_F(lifetime, faults_without_decoding)
{
	const char *role = variant->role, *seen;
	int device = self->subject.vfio.device;
	uint32_t value;

	SUBJECT_NEEDED(&self->subject);
	if (kernel_before(5, 8))
		SKIP(return, "this kernel does not watch the memory bit (abafbc551fdd, v5.8)");
	ASSERT_EQ(0, pci_decode(device, false));
	seen = life_state(&self->life);
	observe(seen, "%s.life.decoding_off", role);
	EXPECT_STREQ("SIGBUS", seen);
	seen = errno_name(bar_read32(&self->life.bar, self->subject.msix.pba_offset, &value) ?
			  errno : 0);
	observe(seen, "%s.life.pread_then", role);
	EXPECT_STREQ("EIO", seen);
	ASSERT_EQ(0, pci_decode(device, true));
	seen = life_state(&self->life);
	observe(seen, "%s.life.decoding_on", role);
	EXPECT_STREQ("kept", seen);
}

TEST_F(lifetime, fails_without_memory)
{
	struct rlimit usual, none = { 0 };
	uint64_t start, length;
	const char *seen;

	SUBJECT_NEEDED(&self->subject);
	ASSERT_EQ(0, getrlimit(RLIMIT_AS, &usual));
	none.rlim_max = usual.rlim_max;
	life_end(&self->life);
	ASSERT_TRUE(bar_range(&self->life.bar, BAR_WHOLE, &start, &length));
	ASSERT_EQ(0, setrlimit(RLIMIT_AS, &none));
	seen = bar_try(&self->life.bar, start, length);
	ASSERT_EQ(0, setrlimit(RLIMIT_AS, &usual));
	observe(seen, "%s.life.no_memory", variant->role);
	EXPECT_STREQ("ENOMEM", seen);
	/* Nothing was left half done. */
	seen = life_begin(&self->life, &self->subject) ? life_state(&self->life) : "refused";
	observe(seen, "%s.life.memory_again", variant->role);
	EXPECT_STREQ("kept", seen);
}

#define DRIVER "/sys/bus/pci/drivers/vfio-pci"
#define ASKED_MS 5000
/* The last close resets the bus under locks of the devices, of which a remove holds one. */
#define DEADLOCK "this kernel's close waits for a driver that is removed (ddefc033eecf, v5.1)"

static pid_t unbinder(const char *bdf)
{
	pid_t child = fork();

	if (child)
		return child;
	/* Nothing of the device may stay open in the one that waits for its end. */
	close_range(STDERR_FILENO + 1, ~0U, 0);
	_exit(file_write(DRIVER "/unbind", bdf) ? 1 : 0);
}

/* As when it is unplugged, which not every machine can do: the user is asked, and the driver waits. */
TEST_F(lifetime, holds_the_driver)
{
	struct subject *subject = &self->subject;
	int event = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC), status = -1;
	struct pollfd asked = { .fd = event, .events = POLLIN };
	const char *role = variant->role, *seen;
	char path[PATH_MAX];
	pid_t child;

	SUBJECT_NEEDED(subject);
	if (kernel_before(5, 1))
		SKIP(return, DEADLOCK);
	ASSERT_EQ(0, irq_arm(subject->vfio.device, VFIO_PCI_REQ_IRQ_INDEX, 0, 1, &event));
	/* Mapped anew behind the fork(): a copy of the mapping in the child would hold it, too. */
	life_end(&self->life);
	child = unbinder(subject->bdf);
	ASSERT_LT(0, child);
	ASSERT_TRUE(life_begin(&self->life, subject));
	seen = poll(&asked, 1, ASKED_MS) > 0 ? "yes" : "no";
	observe(seen, "%s.life.unbind_asked", role);
	EXPECT_STREQ("yes", seen);
	seen = life_state(&self->life);
	observe(seen, "%s.life.unbinding", role);
	EXPECT_STREQ("kept", seen);
	vfio_close(&subject->vfio);
	seen = life_state(&self->life);
	observe(seen, "%s.life.unbinding_closed", role);
	EXPECT_STREQ("kept", seen);
	EXPECT_EQ(0, waitpid(child, &status, WNOHANG));
	life_end(&self->life);
	subject->open = false;
	EXPECT_EQ(child, waitpid(child, &status, 0));
	EXPECT_EQ(0, status);
	snprintf(path, sizeof(path), DRIVER "/%s", subject->bdf);
	seen = access(path, F_OK) ? "gone" : "bound";
	observe(seen, "%s.life.unbound", role);
	EXPECT_STREQ("gone", seen);
	EXPECT_EQ(0, file_write("/sys/bus/pci/drivers_probe", subject->bdf));
	close(event);
}

#define RACE_MS 80
/*
 * A kernel that watches for data races (CONFIG_KCSAN) stops at one access of
 * many to see whether another CPU makes the same: at more of them, for longer,
 * while a race is run.
 */
#define KCSAN "/sys/module/kcsan/parameters/"
#define WATCHED_RACE_MS 6000

struct watch {
	char skip[32], delay[32];
};

static void file_read(const char *path, char *text, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t length = fd < 0 ? -1 : read(fd, text, size - 1);

	text[length < 0 ? 0 : length] = '\0';
	if (fd >= 0)
		close(fd);
}

/* How long the race is to be. */
static int watch_begin(struct watch *watch)
{
	file_read(KCSAN "skip_watch", watch->skip, sizeof(watch->skip));
	file_read(KCSAN "udelay_task", watch->delay, sizeof(watch->delay));
	if (file_write(KCSAN "skip_watch", "23") || file_write(KCSAN "udelay_task", "200"))
		return RACE_MS;
	return WATCHED_RACE_MS;
}

static void watch_end(const struct watch *watch)
{
	if (!watch->skip[0])
		return;
	file_write(KCSAN "skip_watch", watch->skip);
	file_write(KCSAN "udelay_task", watch->delay);
}

static long long now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

FIXTURE(race) {
	struct watch watch;
	struct subject subject;
	struct bar bar;
};

FIXTURE_SETUP(race)
{
	if (contract_says("optin", "none"))
		SKIP(return, "the contract has no opt-in");
	SUBJECT_SETUP(&self->subject, "nvme");
	ASSERT_EQ(0, subject_bar(&self->subject, self->subject.msix.table_bar, &self->bar));
	if (!self->bar.mappable) {
		subject_close(&self->subject);
		SKIP(return, "this BAR is smaller than a page, and cannot be mapped");
	}
}

FIXTURE_TEARDOWN(race)
{
	watch_end(&self->watch);
	subject_close(&self->subject);
}

static pid_t toggler(int device, long long deadline)
{
	pid_t child = fork();

	if (child)
		return child;
	while (now_ms() < deadline) {
		optin_enable(device);
		if (optin_may_withdraw())
			optin_withdraw(device);
	}
	_exit(0);
}

static bool looks_like(const struct bar *bar, const char *state, const char *flags,
		       const char *caps)
{
	return !strcmp(flags, state_promise(bar, state, "flags")) &&
	       !strcmp(caps, state_promise(bar, state, "caps"));
}

/* Region info is made in one go: it is that of one state, never half of each. */
static bool info_of_a_state(const struct bar *bar)
{
	struct vfio_region_info *info = region_info(bar->device, bar->index);
	char flags[32], caps[REGION_TEXT];

	/* The chain became longer between the two calls that it takes. */
	if (!info || (info->flags & VFIO_REGION_INFO_FLAG_CAPS && !info->cap_offset)) {
		free(info);
		return true;
	}
	snprintf(flags, sizeof(flags), "0x%x", info->flags);
	region_capabilities(info, caps);
	free(info);
	return looks_like(bar, "fresh", flags, caps) || looks_like(bar, "opted", flags, caps);
}

/* NULL where all is well, else what was seen in no state of the contract. */
static const char *look(const struct bar *bar, bool *opted)
{
	uint64_t start, length;
	const char *seen;
	bool was = *opted;

	if (!info_of_a_state(bar))
		return "region_info_of_no_state";
	if (!bar_range(bar, BAR_TABLE, &start, &length))
		return NULL;
	seen = bar_try(bar, start, length);
	if (!strcmp(seen, state_promise(bar, "opted", "mmap.table")))
		*opted = true;
	else if (strcmp(seen, state_promise(bar, "fresh", "mmap.table")))
		return seen;
	else if (was && contract_says("optin.after_withdraw", "opted"))
		return "fresh_again";
	return NULL;
}

TEST_F(race, leaves_a_state)
{
	const char *seen = "consistent", *fault;
	bool opted = false, joined = false;
	pid_t children[2];
	long long deadline;
	int i, status, ms;

	SUBJECT_NEEDED(&self->subject);
	ms = watch_begin(&self->watch);
	deadline = now_ms() + ms;
	for (i = 0; i < 2; i++) {
		children[i] = toggler(self->bar.device, deadline);
		ASSERT_LT(0, children[i]);
	}
	while (now_ms() < deadline) {
		/* First to look on; then with an own opt-in, which nobody else may take back. */
		if (!joined && now_ms() > deadline - ms / 2) {
			EXPECT_STREQ("ok", optin_enable(self->bar.device));
			joined = true;
			opted |= contract_says("optin.after_withdraw", "opted");
		}
		fault = look(&self->bar, &opted);
		if (fault)
			seen = fault;
	}
	for (i = 0; i < 2; i++) {
		ASSERT_EQ(children[i], waitpid(children[i], &status, 0));
		EXPECT_EQ(0, status);
	}
	observe(seen, "nvme.life.race");
	EXPECT_STREQ("consistent", seen);
	/* And the last word counts. */
	EXPECT_STREQ("ok", optin_enable(self->bar.device));
	seen = state_name(&self->bar, "opted");
	observe(seen, "nvme.life.after_race");
	EXPECT_STREQ("opted", seen);
	if (!optin_may_withdraw())
		return;
	seen = optin_withdraw(self->bar.device);
	EXPECT_STREQ(contract_value("optin.withdraw"), seen);
	seen = contract_says("optin.after_withdraw", "opted") ? "opted" : "fresh";
	EXPECT_STREQ(seen, state_name(&self->bar, seen));
}

#define UNPLUG_MS 8000

FIXTURE(unplug) {
	struct subject subject;
	struct life life;
	int event;
	pid_t helper;	/* who presses the button, or -1 */
};

static bool exists(const char *bdf)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "/sys/bus/pci/devices/%s", bdf);
	return !access(path, F_OK);
}

FIXTURE_SETUP(unplug)
{
	self->event = -1;
	self->helper = -1;
	self->life.page.start = self->life.table.pages = MAP_FAILED;
	if (kernel_before(5, 1))
		SKIP(return, DEADLOCK);
	if (subject_bdf("unplug") && !exists(subject_bdf("unplug")))
		SKIP(return, "an earlier cell has unplugged the device, and it did not come back");
	SUBJECT_SETUP(&self->subject, "unplug");
	self->event = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	ASSERT_LE(0, self->event);
}

FIXTURE_TEARDOWN(unplug)
{
	close(self->event);
	life_end(&self->life);
	subject_close(&self->subject);
	/* It waits for the device's last user, which this was. */
	if (self->helper > 0)
		waitpid(self->helper, NULL, 0);
}

/* The folder of its IOMMU group, "" without one. */
static void group_folder(const char *bdf, char *folder)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "/sys/bus/pci/devices/%s/iommu_group", bdf);
	if (!realpath(path, folder))
		*folder = '\0';
}

/* Where ACPI handles it the request is there at once. */
#define BUTTON_MS 250

/*
 * What unplugs a device of a native port is a button, which QEMU presses: the
 * guest's driver then waits 5 s for a second thought (pciehp_ctrl.c), and hears
 * of the button by an MSI of the port, which does not come where the port shares
 * the device's group and the group's domain is now VFIO's. Who presses the button
 * has this as well, and it waits for nothing but the device's last user.
 *
 * Documentation/ABI/testing/sysfs-bus-pci does not have it; pci_hotplug_core.c does.
 */
static void switch_off(const char *bdf)
{
	char path[PATH_MAX], address[32];
	struct dirent *slot;
	FILE *file;
	DIR *slots = opendir("/sys/bus/pci/slots");
	bool own;
	int fd;

	while (slots && (slot = readdir(slots))) {
		snprintf(path, sizeof(path), "/sys/bus/pci/slots/%s/address", slot->d_name);
		file = fopen(path, "re");
		if (!file)
			continue;
		own = fscanf(file, "%31s", address) == 1 && !strncmp(address, bdf, strlen(address));
		fclose(file);
		if (!own)
			continue;
		snprintf(path, sizeof(path), "/sys/bus/pci/slots/%s/power", slot->d_name);
		fd = open(path, O_WRONLY | O_CLOEXEC);
		if (fd < 0 || write(fd, "0", 1) != 1)
			perror(path);
		close(fd);
	}
	if (slots)
		closedir(slots);
}

TEST_F(unplug, lets_go)
{
	struct pollfd event = { .fd = self->event, .events = POLLIN };
	struct subject *subject = &self->subject;
	char group[PATH_MAX];
	const char *seen;
	int waited;

	SUBJECT_NEEDED(subject);
	ASSERT_EQ(0, irq_arm(subject->vfio.device, VFIO_PCI_REQ_IRQ_INDEX, 0, 1, &self->event)) {
		TH_LOG("VFIO_PCI_REQ_IRQ_INDEX: %s", strerror(errno));
	}
	if (!life_begin(&self->life, subject))
		SKIP(return, "the page of no register can be mapped");
	group_folder(subject->bdf, group);
	printf("# ask device_del unplug\n");
	if (poll(&event, 1, BUTTON_MS) <= 0) {
		self->helper = fork();
		ASSERT_LE(0, self->helper);
	}
	if (self->helper == 0) {
		life_end(&self->life);
		close_range(STDERR_FILENO + 1, ~0U, 0);
		switch_off(subject->bdf);
		_exit(0);
	}
	if (poll(&event, 1, UNPLUG_MS) <= 0) {
		observe("no", "unplug.life.asked");
		SKIP(return, "the host has not unplugged the device within %d ms", UNPLUG_MS);
	}
	observe("yes", "unplug.life.asked");
	/* It is a request: the device goes when its user lets go of it, and not before. */
	seen = life_state(&self->life);
	observe(seen, "unplug.life.mapping_then");
	EXPECT_STREQ("kept", seen);
	EXPECT_TRUE(exists(subject->bdf));
	vfio_close(&subject->vfio);
	seen = life_state(&self->life);
	observe(seen, "unplug.life.mapping_closed");
	EXPECT_STREQ("kept", seen);
	life_end(&self->life);
	subject->open = false;
	for (waited = 0; waited < UNPLUG_MS && exists(subject->bdf); waited += 10)
		usleep(10000);
	seen = exists(subject->bdf) ? "still_there" : "gone";
	observe(seen, "unplug.life.unplugged");
	EXPECT_STREQ("gone", seen);
	/* As long as a bridge is in it as well it stays. */
	for (waited = 0; waited < UNPLUG_MS && *group && !access(group, F_OK); waited += 10)
		usleep(10000);
	seen = !*group ? "none" : access(group, F_OK) ? "gone" : "still_there";
	observe_same(seen, "unplug.life.group");
	/* For the next cell, which waits for it. */
	printf("# ask device_add unplug\n");
}

TEST_HARNESS_MAIN
