Console.WriteLine(Zoo.Networks.LeNet5.Summary);
