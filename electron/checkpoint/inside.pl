# perl -e PROGRAM PID...      what sh cannot ask about the descriptors of these processes. Changes nothing.
# Prints records that end in NUL, as inside.sh does:
#   protocol, PID/fd/FD     the kernel's name for a socket's protocol (its attribute system.sockprotoname)
#   terminal, PID/fd/FD     the number of the terminal that it is the master of
#   tunnel, PID/fd/FD       the name of the network device (TUN) that it is attached to
#   watch, PID/fd/FD        DEVICE HOW PATH of what an inotify or fanotify descriptor watches. HOW is `named` if CRIU can open
#                           its handle and it has the name PATH, `nameless` if it has no name, `hinted` if no handle opens it
#                           and it is in one of the folders that CRIU looks through, `sealed` if it is not
# The numbers of the system calls are those of the kernel's tables.
use strict;
use warnings;
use Config;
use POSIX ();

my %numbers = (
  x86_64 => [ 191, 304 ],
  aarch64 => [ 8, 265 ],
  riscv64 => [ 8, 265 ],
  arm => [ 229, 371 ],
  i686 => [ 229, 342 ],
  i386 => [ 229, 342 ],
);
my ($arch) = $Config{archname} =~ /^(x86_64|aarch64|riscv64|arm|i[36]86)/ or exit 0;
my ($getxattr, $open_by_handle_at) = @{ $numbers{$arch} };
my $path_only = 010000000;
my $most_records = 20000;
my $most_looks = 20000;

for my $pid (@ARGV) {
  opendir(my $folder, "/proc/$pid/fd") or next;
  for my $fd (readdir $folder) {
    my $target = readlink "/proc/$pid/fd/$fd" or next;
    if ($target =~ /^socket:/) { show('protocol', $pid, $fd, protocol("/proc/$pid/fd/$fd")) }
    elsif ($target =~ /\/ptmx$/) { show('terminal', $pid, $fd, join '', details($pid, $fd, qr/^tty-index:\s*(\d+)/)) }
    elsif ($target =~ /\/net\/tun$/) { show('tunnel', $pid, $fd, join '', details($pid, $fd, qr/^iff:\s*(\S+)/)) }
    elsif ($target =~ /^anon_inode:(inotify|\[fanotify\])/) {
      show('watch', $pid, $fd, resolve($pid, $_))
        for details($pid, $fd, qr/\b(ino:[0-9a-f]+ sdev:[0-9a-f]+ .*fhandle-bytes:.*)/);
    }
  }
}

sub show {
  my ($word, $pid, $fd, $text) = @_;
  exit 0 if $most_records-- <= 0;
  print "$word\n$pid/fd/$fd\n$text\0" if defined $text && $text ne '';
}

sub details {
  my ($pid, $fd, $pattern) = @_;
  open(my $info, '<', "/proc/$pid/fdinfo/$fd") or return ();
  return map { /$pattern/ ? $1 : () } <$info>;
}

sub protocol {
  my ($path, $name, $value) = ("$_[0]\0", "system.sockprotoname\0", "\0" x 64);
  return if syscall($getxattr, $path, $name, $value, 64) <= 0;
  $value =~ s/\0.*//s;
  return $value;
}

# As CRIU looks for the name of what is watched (criu/fsnotify.c): by its handle, through each mount of its device, then, by
# its number, in some folders (criu/irmap.c).
sub resolve {
  my ($pid, $watch) = @_;
  my ($inode, $device, $bytes, $type, $handle) =
    $watch =~ /ino:(\w+) sdev:(\w+) .*fhandle-bytes:(\w+) fhandle-type:(\w+) f_handle:([0-9a-f]*)/ or return;
  ($inode, $device) = (hex $inode, hex $device);
  my $number = ($device >> 20) . ':' . ($device & 0xfffff);
  my $opaque = pack('Ll', hex $bytes, hex $type) . pack('H*', $handle);
  my $is_open = 0;
  open(my $mounts, '<', "/proc/$pid/mountinfo") or return;
  while (<$mounts>) {
    my (undef, undef, $mounted, undef, $point) = split / /;
    next unless $mounted eq $number;
    $point =~ s/\\([0-7]{3})/chr oct $1/ge;
    opendir(my $mount, "/proc/$pid/root$point") or next;
    my $opened = syscall($open_by_handle_at, fileno($mount), $opaque, $path_only);
    next if $opened < 0;
    $is_open = 1;
    my $path = readlink("/proc/self/fd/$opened") // '';
    POSIX::close($opened);
    my @found = lstat "/proc/$pid/root$path";
    return "$number named $path" if @found && $found[1] == $inode;
  }
  return "$number nameless -" if $is_open;
  my @hints = qw(/etc /var/spool /var/log /usr/share/dbus-1/system-services /var/lib/polkit-1/localauthority
    /usr/share/polkit-1/actions /lib/udev);
  my $hinted = look_through("/proc/$pid/root", $inode, settings(), @hints);
  return defined $hinted ? "$number hinted $hinted" : "$number sealed -";
}

sub look_through {
  my ($root, $inode, @places) = @_;
  while (defined(my $place = shift @places)) {
    return if $most_looks-- <= 0;
    my @found = lstat "$root$place" or next;
    return $place if $found[1] == $inode;
    next unless -d _ && opendir(my $folder, "$root$place");
    push @places, map { "$place/$_" } grep { !/^\.\.?$/ } readdir $folder;
  }
  return;
}

sub settings {
  my @folders;
  for my $file (qw(/etc/criu/default.conf /etc/criu/runc.conf)) {
    open(my $lines, '<', $file) or next;
    push @folders, map { /^\s*irmap-scan-path\s+["']?(\/[^"'\s]*)/ ? $1 : () } <$lines>;
  }
  return @folders;
}
