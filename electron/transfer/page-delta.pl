# Writes what differs between two dumps of one container to standard output, its pages page by page.
# Arguments: the folder of the dump that the other side has, the folder of the new one.
# The dumps must be laid out alike (checkpoint/dump.sh tells): the same pages at the same places.
# For each file of pages: a line `file NAME SIZE`, then for each run of changed pages a line `at OFFSET LENGTH` and that
# many bytes. For every other file, which are small: a line `new NAME MODE SIZE` and its contents. Last a line `done`.
use strict;
use warnings;

my ($old, $new) = @ARGV;
my ($page, $chunk) = (4096, 1 << 20);

my @names = map { s{.*/}{}r } glob("$new/*");

binmode STDOUT;
for my $name (grep { /^pages-/ } @names) {
    open(my $was, '<:raw', "$old/$name") or die "$old/$name: $!\n";
    open(my $is, '<:raw', "$new/$name") or die "$new/$name: $!\n";
    print 'file ', $name, ' ', -s $is, "\n" or die "write: $!\n";
    my ($at, $a, $b) = (0);
    while (my $got = sysread($is, $b, $chunk)) {
        (sysread($was, $a, $got) // -1) == $got or die "$old/$name ended early\n";
        if ($a ne $b) {
            my $run = -1;
            for (my $p = 0; $p <= $got; $p += $page) {
                my $same = $p >= $got || substr($a, $p, $page) eq substr($b, $p, $page);
                $run = $p if !$same && $run < 0;
                next unless $same && $run >= 0;
                my $length = ($p < $got ? $p : $got) - $run;
                print 'at ', $at + $run, ' ', $length, "\n", substr($b, $run, $length) or die "write: $!\n";
                $run = -1;
            }
        }
        $at += $got;
    }
}
for my $name (grep { !/^pages-/ } @names) {
    open(my $file, '<:raw', "$new/$name") or die "$new/$name: $!\n";
    my $content = do { local $/ = undef; readline $file } // '';
    my $mode = (stat $file)[2] & 07777;
    printf "new %s %o %d\n%s", $name, $mode, length $content, $content or die "write: $!\n";
}
print "done\n" or die "write: $!\n";
close(STDOUT) or die "write: $!\n";
