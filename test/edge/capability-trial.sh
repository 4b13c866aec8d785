#!/bin/sh
# Tries, in namespaces of its own and on a scratch folder, what a test host needs of the kernel.
#   capability-trial.sh SCRATCH        to be run by unshare; says what is missing
set -eu
mkdir "$1/lower" "$1/upper" "$1/work" "$1/root"
mount -t overlay overlay -o "lowerdir=$1/lower,upperdir=$1/upper,workdir=$1/work" "$1/root"
mount -t proc proc "$1/lower"
ip link add shiptrial type veth peer name shiptrial2
