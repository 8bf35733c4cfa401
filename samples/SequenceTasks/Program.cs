using System.Globalization;
using SequenceTasks;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
ExplodingGradients.Run();
Console.WriteLine();
Tagging.Run();
Console.WriteLine();
KarateClub.Run();
