# Applies what page-delta.pl wrote, from standard input, to the files of pages in a folder.
# Argument: the folder. Fails, with part of it applied, unless every line makes sense and the last one is `done`.
use strict;
use warnings;

my ($folder) = @ARGV;
binmode STDIN;
my $file;
while (defined(my $line = readline STDIN)) {
    if ($line =~ /^file (pages-\d+\.img) (\d+)\n\z/) {
        my $path = "$folder/$1";
        (-s $path // -1) == $2 or die "$path is not the file that the changes belong to\n";
        close($file) or die "write: $!\n" if $file;
        open($file, '+<:raw', $path) or die "$path: $!\n";
    } elsif ($file && $line =~ /^at (\d+) (\d+)\n\z/) {
        my ($offset, $length) = ($1, $2);
        $length <= 1 << 20 or die "a change is too long\n";
        (read(STDIN, my $data, $length) // -1) == $length or die "the changes ended early\n";
        sysseek($file, $offset, 0) or die "seek: $!\n";
        (syswrite($file, $data) // -1) == $length or die "write: $!\n";
    } elsif ($line eq "done\n") {
        if ($file) { close($file) or die "write: $!\n"; }
        exit 0;
    } else {
        die "not a change: " . substr($line, 0, 80) . "\n";
    }
}
die "the changes ended early\n";
