using Alink.Cli;

using var interrupt = new Interrupt();
return await Commands.RunAsync(args, Console.Out, Console.Error, interrupt.Token);
