"""What is stored of people: the list of it by day, all of one person, erasing somebody who asks, and the register of processing."""
