using ModelGen;

namespace SequenceTasks;

/// <summary>
/// Attention on a graph: each member sees itself and those that it meets outside of the club, nobody else. What a member is like is
/// learned. Three layers reach whoever is three ties away.
/// </summary>
[Model]
[Input(KarateClub.Members, KarateClub.Members, Name = "ties"), As("graph")]
[Tokens(KarateClub.Members, KarateClub.Members, Name = "members"), Embedding(16)]
[MultiHeadAttention(2, Mask = "graph"), Tanh]
[MultiHeadAttention(2, Mask = "graph"), Tanh]
[MultiHeadAttention(2, Mask = "graph"), Tanh, Dense(2)]
[SoftmaxCrossEntropy(IgnoreLabel = KarateClub.Unknown), Adam(0.01)]
public sealed partial class Sides;

/// <summary>
/// A karate club splits up after a quarrel of its instructor, member 1, with its president, member 34. Which side does each of the others
/// take, if nothing is known of them but who meets whom?
/// </summary>
/// <remarks>
/// Zachary: An Information Flow Model for Conflict and Fission in Small Groups, Journal of Anthropological Research 33, 1977. Learning from
/// one label of each class on this graph: Kipf, Welling: Semi-Supervised Classification with Graph Convolutional Networks, 2017.
/// </remarks>
internal static class KarateClub
{
    public const int Members = 34, Unknown = -1;

    private const int TrainingSteps = 30, Starts = 5;

    /// <summary>A member, and those with higher numbers that it meets.</summary>
    private static readonly int[][] Ties =
    [
        [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 18, 20, 22, 32],
        [2, 3, 4, 8, 14, 18, 20, 22, 31],
        [3, 4, 8, 9, 10, 14, 28, 29, 33],
        [4, 8, 13, 14],
        [5, 7, 11],
        [6, 7, 11, 17],
        [7, 17],
        [9, 31, 33, 34],
        [10, 34],
        [14, 34],
        [15, 33, 34],
        [16, 33, 34],
        [19, 33, 34],
        [20, 34],
        [21, 33, 34],
        [23, 33, 34],
        [24, 26, 28, 30, 33, 34],
        [25, 26, 28, 32],
        [26, 32],
        [27, 30, 34],
        [28, 34],
        [29, 32, 34],
        [30, 33, 34],
        [31, 33, 34],
        [32, 33, 34],
        [33, 34],
    ];

    /// <summary>Those who stayed with the instructor.</summary>
    private static readonly int[] WithInstructor = [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 17, 18, 20, 22];

    public static void Run()
    {
        Console.WriteLine("Attention on a graph: which side will they take?");
        float[] ties = new float[Members * Members];
        for (int member = 0; member < Members; member++) ties[(member * Members) + member] = 1;
        foreach (int[] row in Ties)
            foreach (int other in row[1..]) ties[((row[0] - 1) * Members) + other - 1] = ties[((other - 1) * Members) + row[0] - 1] = 1;

        // The side of two members is known.
        int[] members = [.. Enumerable.Range(0, Members)], labels = [0, .. Enumerable.Repeat(Unknown, Members - 2), 1];
        float[] scores = new float[2 * Members];
        for (int seed = 1; seed <= Starts; seed++)
        {
            Sides model = new(seed);
            for (int step = 0; step < TrainingSteps; step++) model.TrainStep(ties, members, labels);
            model.Predict(ties, members, scores);
            int[] wrong = [.. members.Where(member => SideOf(member, scores) != (WithInstructor.Contains(member + 1) ? 0 : 1))];
            Console.WriteLine(
                $"    seed {seed}   {Members - wrong.Length} of {Members} right; wrong: "
                + (wrong.Length == 0 ? "nobody" : string.Join(", ", wrong.Select(member => member + 1))));
        }
    }

    private static int SideOf(int member, float[] scores) => scores[(2 * member) + 1] > scores[2 * member] ? 1 : 0;
}
