# Applies what page-delta.pl wrote, from standard input, to the copy of a dump in a folder; files that the new dump
# does not have are removed.
# Argument: the folder. Fails, with part of it applied, unless every line makes sense and the last one is `done`.
use strict;
use warnings;

my ($folder) = @ARGV;
binmode STDIN;
my ($file, %belongs);

sub received {
    my ($length) = @_;
    my $data = '';
    $length == 0 or (read(STDIN, $data, $length) // -1) == $length or die "the changes ended early\n";
    return $data;
}

while (defined(my $line = readline STDIN)) {
    if ($line =~ /^file (pages-\d+\.img) (\d+)\n\z/) {
        my $path = "$folder/$1";
        $belongs{$1} = 1;
        (-s $path // -1) == $2 or die "$path is not the file that the changes belong to\n";
        close($file) or die "write: $!\n" if $file;
        open($file, '+<:raw', $path) or die "$path: $!\n";
    } elsif ($file && $line =~ /^at (\d+) (\d+)\n\z/) {
        my ($offset, $length) = ($1, $2);
        $length <= 1 << 20 or die "a change is too long\n";
        my $data = received($length);
        sysseek($file, $offset, 0) or die "seek: $!\n";
        (syswrite($file, $data) // -1) == $length or die "write: $!\n";
    } elsif ($line =~ /^new ([A-Za-z0-9_][A-Za-z0-9._-]*) ([0-7]{3}) (\d+)\n\z/) {
        my ($name, $mode, $length) = ($1, $2, $3);
        my $data = received($length);
        $belongs{$name} = 1;
        open(my $new, '>:raw', "$folder/$name") or die "$folder/$name: $!\n";
        print {$new} $data or die "write: $!\n";
        close($new) or die "write: $!\n";
        chmod(oct $mode, "$folder/$name") or die "$folder/$name: $!\n";
    } elsif ($line eq "done\n") {
        if ($file) { close($file) or die "write: $!\n"; }
        for my $name (map { s{.*/}{}r } glob("$folder/*")) {
            next if $belongs{$name};
            unlink("$folder/$name") or die "$folder/$name: $!\n";
        }
        exit 0;
    } else {
        die "not a change: " . substr($line, 0, 80) . "\n";
    }
}
die "the changes ended early\n";
