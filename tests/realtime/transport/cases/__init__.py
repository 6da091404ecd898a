"""The cases of the Autobahn TestSuite's fuzzing client by its numbers: what is sent, what must come back."""
