using ModelGen.Tool;

return Commands.Run(args, Console.Out, Console.Error);
