using System.Globalization;
using Alink.Broker;

// A Kafka cluster for tests, in a process of its own. The first line that it prints are the addresses of its brokers.
// It takes commands from its input, answers each with a line, and ends with its input, and so with its parent:
//   topic <name> <partitions>               makes a topic
//   delete <topic> <partition> <offset>     deletes the records before an offset
//   down | up                               stops the brokers; starts them again
//   feed <topic> <partitions> <rows> <most> makes a topic and writes rows of clicks, at most so many ahead of the reader
//   read <rows>                             tells the feed how far the reader is
using var cluster = new MockCluster(args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1);
Feed? feed = null;
Console.WriteLine(cluster.Servers);
while (Console.ReadLine() is { } line)
{
    try
    {
        var words = line.Split(' ');
        switch (words[0])
        {
            case "topic":
                cluster.CreateTopic(words[1], Whole(2));
                break;
            case "delete":
                cluster.DeleteBefore(words[1], Whole(2), Whole(3));
                break;
            case "down":
                cluster.Down();
                break;
            case "up":
                cluster.Up();
                break;
            case "feed":
                cluster.CreateTopic(words[1], Whole(2));
                feed = new(cluster.Servers, words[1], Whole(2), Whole(3), Whole(4));
                break;
            case "read":
                feed!.Read(Whole(1));
                break;
            default:
                throw new ArgumentException($"There is no command '{words[0]}'.");
        }

        int Whole(int word) => int.Parse(words[word], CultureInfo.InvariantCulture);
        Console.WriteLine("done");
    }
    catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or FormatException)
    {
        Console.WriteLine(exception.Message);
    }
}
