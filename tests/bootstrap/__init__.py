"""Settings, the embedded server and what else brings Palio up."""
