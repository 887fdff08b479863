ok = done
