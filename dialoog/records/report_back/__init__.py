"""Telling back to who took part what became of an evening: the organiser's own text around agreements, questions and what found each other."""
