"""What is kept between runs: the system's keychain holds one key, the encrypted local store everything else."""
