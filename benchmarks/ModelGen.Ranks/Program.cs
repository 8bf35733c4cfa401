using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ModelGen;
using ModelGen.Benchmarks.DataParallel;
using ModelGen.Mpi;
using ModelGen.Ranks;

// ModelGen.Ranks <T2|T8|GPT> <file> <rounds> <milliseconds of a round> [<ranks> <latency in µs> <bytes a second>]
// The last three: threads stand for ranks, and a link slows their messages down.
string workload = args[0], file = args[1];
int rounds = Number(2), milliseconds = Number(3);
bool? overlap = args.Length == 4 ? null : true;
if (overlap is null)
{
    Measure(Mpi.World);
}
else
{
    LinkSpeed link = new(TimeSpan.FromMicroseconds(Number(5)), Number(6));
    LocalRanks.Run(Number(4), Measure, link);
}

return 0;

int Number(int place) => int.Parse(args[place], CultureInfo.InvariantCulture);

void Measure(Communicator world)
{
    MeasuredRanks measured = workload switch
    {
        "T2" => new RankTimes("T2", world, () => new Digits784x512x256(1), 128, 10, 0, overlap).Measure(rounds, milliseconds),
        "T8" => new RankTimes("T8", world, () => new ResNet20(1), 64, 10, 0, overlap).Measure(rounds, milliseconds),
        "GPT" => new RankTimes("GPT", world, () => new Gpt8x512(1), 4, 256, 256, overlap).Measure(rounds, milliseconds),
        _ => throw new ArgumentException($"There is no workload {workload}."),
    };
    if (world.Rank != 0) return;
    JsonSerializerOptions options = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };
    File.WriteAllText(file, JsonSerializer.Serialize(measured, options));
}
