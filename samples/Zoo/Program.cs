using System.Diagnostics;
using System.Globalization;
using Zoo;

const string Help = """
    Lists well-known networks: parameters as published and as compiled here, multiply-adds for one sample, layers.

    Usage: dotnet run -c Release --project samples/Zoo [--property:Networks=All] [-- <name> [--step]]

      <name>                    prints the layer table of one network
      <name> --step             takes its first training step, on two random samples, and prints when that ended
      --property:Networks=...   which networks to compile: the name of one, or All, which takes minutes; some by default
      --help                    this text

    Exit codes: 0 success, 1 a count differs from the published one, 2 an unknown network or one that this build leaves out.
    """;

return args switch
{
    [] => List(),
    ["--help"] => Print(Help, 0),
    [string name] => Show(name, built => built.Summary),
    [string name, "--step"] => Show(name, Step),
    _ => Print($"'{string.Join(' ', args)}' is not known; --help says what is.", 2),
};

static int List()
{
    Console.WriteLine($"{"network",-18}{"year",5}{"published",14}{"here",14}{"mult-adds",14}{"layers",8}");
    bool allEqual = true;
    foreach (Publication network in Publication.All)
    {
        BuiltNetwork? built = BuiltNetwork.Find(network.Name);
        string cells = built is null
            ? "  not in this build"
            : string.Create(CultureInfo.InvariantCulture, $"{built.Parameters,14:N0}{built.MultiplyAdds,14}{built.Layers,8}");
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{network.Name,-18}{network.Year,5}{network.Parameters,14:N0}{cells}"));
        allEqual &= built is null || built.Parameters == network.Parameters;
    }

    return allEqual ? 0 : Print("A count differs from the published one.", 1);
}

static int Show(string name, Func<BuiltNetwork, string> describe)
{
    if (Publication.All.All(network => network.Name != name))
        return Print($"There is no network '{name}'; there are {string.Join(", ", Publication.All.Select(network => network.Name))}.", 2);
    return BuiltNetwork.Find(name) is { } built
        ? Print(describe(built), 0)
        : Print($"This build leaves {name} out; --property:Networks={name} compiles it.", 2);
}

static string Step(BuiltNetwork network)
{
    float loss = network.Step(samples: 2);
    double seconds = (DateTime.Now - Process.GetCurrentProcess().StartTime).TotalSeconds;
    return string.Create(
        CultureInfo.InvariantCulture,
        $"The first step ended {seconds:0.00} s after the start of the process, with a loss of {loss:0.0000}.");
}

static int Print(string text, int exitCode)
{
    (exitCode == 0 ? Console.Out : Console.Error).WriteLine(text);
    return exitCode;
}
