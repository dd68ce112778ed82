"""Theory of wide networks beside what is measured."""
