# Applies what page-delta.pl wrote, from standard input, to the copy of a dump in a folder; files that the new dump
# does not have are removed. Writes nowhere else: links in the folder are not followed.
# Argument: the folder. Fails, with part of it applied, unless every line makes sense and the last one is `done`.
use strict;
use warnings;
use Fcntl qw(O_RDWR O_WRONLY O_CREAT O_EXCL O_NOFOLLOW);

my ($folder) = @ARGV;
my $chunk = 1 << 20;
binmode STDIN;
my ($file, $size, %belongs);

sub received {
    my ($length) = @_;
    my $data = '';
    $length == 0 or (read(STDIN, $data, $length) // -1) == $length or die "the changes ended early\n";
    return $data;
}

while (defined(my $line = readline STDIN)) {
    if ($line =~ /^file (pages-\d+\.img) (\d{1,15})\n\z/) {
        my $path = "$folder/$1";
        $belongs{$1} = 1;
        $size = $2;
        close($file) or die "write: $!\n" if $file;
        sysopen($file, $path, O_RDWR | O_NOFOLLOW) or die "$path: $!\n";
        -f $file && -s _ == $size or die "$path is not the file that the changes belong to\n";
    } elsif ($file && $line =~ /^at (\d{1,15}) (\d{1,7})\n\z/) {
        my ($offset, $length) = ($1, $2);
        $length <= $chunk && $offset + $length <= $size or die "a change leads out of its file\n";
        my $data = received($length);
        sysseek($file, $offset, 0) or die "seek: $!\n";
        (syswrite($file, $data) // -1) == $length or die "write: $!\n";
    } elsif ($line =~ /^new ([A-Za-z0-9_][A-Za-z0-9._-]*) ([0-7]{3}) (\d{1,15})\n\z/) {
        my ($name, $mode, $left) = ($1, $2, $3);
        my $path = "$folder/$name";
        $belongs{$name} = 1;
        unlink($path) or $!{ENOENT} or die "$path: $!\n";
        sysopen(my $new, $path, O_WRONLY | O_CREAT | O_EXCL, 0600) or die "$path: $!\n";
        binmode $new;
        while ($left > 0) {
            my $data = received($left < $chunk ? $left : $chunk);
            print {$new} $data or die "write: $!\n";
            $left -= length $data;
        }
        chmod(oct $mode, $new) or die "$path: $!\n";
        close($new) or die "write: $!\n";
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
