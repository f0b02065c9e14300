using Alink.Cli;

using var interrupt = new Interrupt();
return await Commands.RunAsync(
    args, new(Console.Out, !Console.IsOutputRedirected), new(Console.Error, !Console.IsErrorRedirected), interrupt.Token);
