"""The numbers behind the pages Matrices, Batches, One weight, What if and the primer."""
