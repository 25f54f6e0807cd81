"""What each page shows: values for templates, which ask nothing else."""
